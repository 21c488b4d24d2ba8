package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureVector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Picks the rows by which a bundle proves itself: ordinary ones, ones with a missing value, and
 * ones with a category that training never saw.
 */
final class GoldenRows {
  private static final int ORDINARY = 10;
  private static final int WITH_MISSING = 5;
  private static final int WITH_UNSEEN = 5;

  private final FeatureEncoding encoding;
  private final InputSchema input;
  private final Row request;
  private final List<GoldenRow> picked = new ArrayList<>();
  private EncodedRows encoded;
  private int ordinary;
  private int missing;
  private int unseen;
  private boolean fromTest;

  GoldenRows(FeatureEncoding encoding, InputSchema input) {
    this.encoding = encoding;
    this.input = input;
    this.request = input.newRow();
    this.encoded = new EncodedRows(encoding.size());
  }

  /**
   * Takes the row if its kind is still wanted, and if a request of the same fields would be the
   * same row: a stored {@code 999.0} is missing in a request whose null tokens hold that text.
   *
   * @param test whether it is of the test part; others count only until the first such row
   */
  void offer(SplitReader reader, FeatureVector vector, boolean test) {
    if (test && !fromTest) {
      fromTest = true;
      restart();
    }
    if (!survivesCleaning(reader)) {
      return;
    }
    if (hasUnseen(reader, vector) && unseen < WITH_UNSEEN) {
      unseen++;
    } else if (hasMissing(reader) && missing < WITH_MISSING) {
      missing++;
    } else if (ordinary < ORDINARY) {
      ordinary++;
    } else {
      return;
    }
    add(reader, vector);
  }

  private void restart() {
    picked.clear();
    ordinary = 0;
    missing = 0;
    unseen = 0;
    encoded = new EncodedRows(encoding.size());
  }

  private boolean survivesCleaning(SplitReader reader) {
    for (int column = 0; column < input.columns().size(); column++) {
      request.setText(column, reader.raw(column));
      if (!Objects.equals(request.text(column), reader.row().text(column))) {
        return false;
      }
    }
    return true;
  }

  private boolean hasMissing(SplitReader reader) {
    for (int column = 0; column < input.columns().size(); column++) {
      if (reader.row().text(column) == null) {
        return true;
      }
    }
    return false;
  }

  private boolean hasUnseen(SplitReader reader, FeatureVector vector) {
    for (int place : encoding.categorical()) {
      if (Double.isNaN(vector.get(place)) && reader.row().text(encoding.inputOf(place)) != null) {
        return true;
      }
    }
    return false;
  }

  private void add(SplitReader reader, FeatureVector vector) {
    Map<String, String> raw = new LinkedHashMap<>();
    List<Column> columns = input.columns();
    for (int column = 0; column < columns.size(); column++) {
      raw.put(columns.get(column).name(), reader.raw(column));
    }
    vector.sortTouched();
    List<Integer> indices = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    for (int k = 0; k < vector.touched(); k++) {
      int index = vector.touchedIndex(k);
      indices.add(index);
      values.add(Double.isNaN(vector.get(index)) ? null : vector.get(index));
    }
    picked.add(new GoldenRow(raw, indices, values, List.of()));
    encoded.add(vector, 0);
  }

  /** The rows with the scores that the trainer's own library gives to the saved model. */
  List<GoldenRow> scored(Trainer trainer, String modelText) {
    List<List<Double>> scores = scores(trainer, modelText);
    List<GoldenRow> rows = new ArrayList<>();
    for (int i = 0; i < picked.size(); i++) {
      GoldenRow row = picked.get(i);
      rows.add(new GoldenRow(row.raw(), row.indices(), row.values(), scores.get(i)));
    }
    return rows;
  }

  /**
   * The scores that the trainer's own library gives the rows by another model of the same width.
   */
  List<List<Double>> scores(Trainer trainer, String modelText) {
    return Arrays.stream(trainer.rawScores(modelText, encoded))
        .map(scores -> Arrays.stream(scores).boxed().toList())
        .toList();
  }
}
