package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureSpec;
import dev.grove.training.evaluate.LeftOut;
import dev.grove.training.fit.ColumnValues.Numbers;
import dev.grove.training.fit.ColumnValues.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Chooses features for whoever named none, by the types and the training values of the columns.
 *
 * <p>Numbers stay numbers; dates become days and weekday, timestamps the hour too. Texts with few
 * values are categories; many values of mostly one token are hashed; many values of several words
 * are read as text, by words and by characters.
 */
final class SpecInference {
  /** More different values than this are no category: LightGBM bins at most 255 by default. */
  static final int FEW = 255;

  private static final Pattern SEVERAL_WORDS = Pattern.compile("\\S\\s+\\S");

  /** Too few rows to tell an id from a value that happens never to repeat. */
  private static final int MIN_ROWS_FOR_ID = 50;

  private final TrainingColumns columns;
  private final GiveAway giveAway;

  SpecInference(TrainingColumns columns, GiveAway giveAway) {
    this.columns = columns;
    this.giveAway = giveAway;
  }

  /** The features, and the columns that none was made from. */
  record Inferred(FeatureSpec spec, List<LeftOut> leftOut) {}

  /** Leaves out what cannot help or would cheat, unless nothing else is there. */
  Inferred infer() {
    List<Feature> features = new ArrayList<>();
    List<LeftOut> leftOut = new ArrayList<>();
    for (Column column : columns.input().columns()) {
      Optional<String> reason = reasonAgainst(column);
      reason.ifPresent(why -> leftOut.add(new LeftOut(column.name(), why)));
      if (reason.isEmpty()) {
        features.addAll(featuresOf(column));
      }
    }
    if (features.isEmpty()) {
      columns.input().columns().forEach(column -> features.addAll(featuresOf(column)));
      return new Inferred(new FeatureSpec(features), List.of());
    }
    return new Inferred(new FeatureSpec(features), leftOut);
  }

  private Optional<String> reasonAgainst(Column column) {
    ColumnValues values = columns.values(column.name());
    if (values.distinct() == 0) {
      return Optional.of("has no value");
    }
    if (values.distinct() == 1 && values.missing() == 0) {
      return Optional.of("constant");
    }
    if (isId(column)) {
      return Optional.of("looks like an id: no value repeats");
    }
    return giveAway.gives(column.name()) ? Optional.of("gives the target away") : Optional.empty();
  }

  /** Whole numbers without gaps to speak of, or single tokens, none of which comes twice. */
  private boolean isId(Column column) {
    ColumnValues values = columns.values(column.name());
    int present = values.rows() - values.missing();
    if (present < MIN_ROWS_FOR_ID || values.distinct() < present) {
      return false;
    }
    if (values instanceof Numbers numbers) {
      double[] sorted = numbers.sorted();
      double span = sorted[sorted.length - 1] - sorted[0] + 1;
      return column.type() == ColumnType.INTEGER && span <= 2.0 * present;
    }
    return shareOfSeveralWords((Texts) values) < 0.01;
  }

  private List<Feature> featuresOf(Column column) {
    String name = column.name();
    return switch (column.type()) {
      case INTEGER, DOUBLE -> List.of(new Feature.Numeric(name, null, null));
      case BOOLEAN -> List.of(new Feature.Category(name));
      case DATE ->
          List.of(
              new Feature.Numeric(name, "epoch_days", null),
              new Feature.Numeric(name, "day_of_week", null));
      case TIMESTAMP ->
          List.of(
              new Feature.Numeric(name, "epoch_days", null),
              new Feature.Numeric(name, "hour", null),
              new Feature.Numeric(name, "day_of_week", null));
      case STRING -> featuresOfText(name);
    };
  }

  private List<Feature> featuresOfText(String name) {
    Texts texts = columns.texts(name);
    boolean words = shareOfSeveralWords(texts) >= 0.5;
    int present = texts.rows() - texts.missing();
    boolean repeats = texts.distinct() * 2 <= present;
    if (texts.distinct() <= FEW && (repeats || !words)) {
      return List.of(new Feature.Category(name));
    }
    if (!words) {
      return List.of(new Feature.Hash(name, null));
    }
    return List.of(
        new Feature.Text(name, "word", 1, 2, 4_096, true),
        new Feature.Text(name, "char_wb", 3, 5, 16_384, true),
        new Feature.TextStats(name, List.of()));
  }

  /** The share of different values that hold more than one token. */
  private static double shareOfSeveralWords(Texts texts) {
    long several =
        texts.dictionary().stream().filter(value -> SEVERAL_WORDS.matcher(value).find()).count();
    return texts.distinct() == 0 ? 0 : several / (double) texts.distinct();
  }
}
