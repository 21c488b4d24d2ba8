package dev.grove.bundle.bench;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.features.FittedFeature;
import java.util.List;
import java.util.Random;

/**
 * Made-up product titles of ten kinds as hashed n-grams, words and pairs in 4,096 buckets and
 * characters in 4,096 more, with the title's length and number of words: some hundred places of
 * 8,194 are set.
 */
final class TextRows {
  static final int CLASSES = 10;

  private static final int WORDS_OF_A_CLASS = 120;
  private static final int WORDS_OF_ALL = 400;
  private static final String SYLLABLES = "ba ko mi tron lux sam dex ply ar ven ti go ra fel noc zu";

  private static final InputSchema INPUT =
      new InputSchema(List.of(new Column("title", ColumnType.STRING)), Cleaning.DEFAULT);

  private static final FeatureEncoding ENCODING =
      FeatureEncoding.of(
          INPUT,
          List.of(
              new FittedFeature.Text("title", "word", 1, 2, 4096, true),
              new FittedFeature.Text("title", "char_wb", 3, 5, 4096, true),
              new FittedFeature.TextStats("title", List.of())));

  private TextRows() {}

  static int columns() {
    return ENCODING.size();
  }

  /**
   * @param labels receives each row's class
   */
  static FeatureVector[] next(int count, long seed, float[] labels) {
    String[] vocabulary = vocabulary();
    Random random = new Random(seed);
    FeatureVector[] rows = new FeatureVector[count];
    Row row = INPUT.newRow();
    for (int i = 0; i < count; i++) {
      int label = random.nextInt(CLASSES);
      labels[i] = label;
      row.clear();
      row.setText(0, title(vocabulary, label, random));
      rows[i] = ENCODING.newVector();
      ENCODING.encode(row, rows[i]);
      rows[i].sortTouched();
    }
    return rows;
  }

  private static String title(String[] vocabulary, int label, Random random) {
    StringBuilder title = new StringBuilder();
    int words = 4 + random.nextInt(9);
    for (int w = 0; w < words; w++) {
      // Common words are more common; one in eight is another kind's.
      double skewed = random.nextDouble() * random.nextDouble();
      int kind = random.nextInt(8) == 0 ? random.nextInt(CLASSES) : label;
      int word =
          random.nextInt(3) == 0
              ? CLASSES * WORDS_OF_A_CLASS + (int) (skewed * WORDS_OF_ALL)
              : kind * WORDS_OF_A_CLASS + (int) (skewed * WORDS_OF_A_CLASS);
      title.append(w == 0 ? "" : " ").append(vocabulary[word]);
      if (random.nextInt(5) == 0) {
        title.append(' ').append(random.nextInt(2000));
      }
    }
    return title.toString();
  }

  private static String[] vocabulary() {
    Random random = new Random(5);
    String[] syllables = SYLLABLES.split(" ");
    String[] words = new String[CLASSES * WORDS_OF_A_CLASS + WORDS_OF_ALL];
    for (int i = 0; i < words.length; i++) {
      StringBuilder word = new StringBuilder();
      for (int s = 2 + random.nextInt(3); s > 0; s--) {
        word.append(syllables[random.nextInt(syllables.length)]);
      }
      words[i] = word.toString();
    }
    return words;
  }
}
