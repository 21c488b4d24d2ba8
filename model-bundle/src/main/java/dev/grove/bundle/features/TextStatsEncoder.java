package dev.grove.bundle.features;

import dev.grove.bundle.Row;
import java.util.List;

/**
 * A text's length in code points, its number of words between white space, and for each keyword
 * whether it occurs, in any case. A missing text makes all of them NaN.
 */
final class TextStatsEncoder implements Encoder {
  private static final int FIRST_KEYWORD = 2;

  private final String column;
  private final int input;
  private final List<String> keywords;

  TextStatsEncoder(String column, int input, List<String> keywords) {
    this.column = column;
    this.input = input;
    this.keywords = keywords.stream().map(LowerCase::of).toList();
  }

  @Override
  public int size() {
    return FIRST_KEYWORD + keywords.size();
  }

  @Override
  public int input() {
    return input;
  }

  @Override
  public void name(FeatureNames.Builder names) {
    names.single(column + "__length");
    names.single(column + "__words");
    for (String keyword : keywords) {
      names.single(column + "__has_" + keyword);
    }
  }

  @Override
  public void encode(Row row, FeatureVector out, int offset) {
    String text = row.text(input);
    if (text == null) {
      for (int i = 0; i < size(); i++) {
        out.set(offset + i, Double.NaN);
      }
      return;
    }
    out.set(offset, text.codePointCount(0, text.length()));
    out.set(offset + 1, words(text));
    if (!keywords.isEmpty()) {
      String lower = LowerCase.of(text);
      for (int i = 0; i < keywords.size(); i++) {
        out.set(offset + FIRST_KEYWORD + i, lower.contains(keywords.get(i)) ? 1 : 0);
      }
    }
  }

  private static int words(String text) {
    int words = 0;
    int start = PythonText.wordStart(text, 0);
    while (start < text.length()) {
      words++;
      start = PythonText.wordStart(text, PythonText.wordEnd(text, start));
    }
    return words;
  }
}
