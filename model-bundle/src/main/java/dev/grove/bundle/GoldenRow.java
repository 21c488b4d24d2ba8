package dev.grove.bundle;

import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureVector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * A raw row, its encoded form and LightGBM's own raw scores: an element of {@code golden.json}.
 *
 * @param raw input column to text as a CSV field would hold it; a missing value is null
 * @param indices the touched places of the encoded vector, ascending
 * @param values their values; NaN is null
 * @param rawScores LightGBM's raw scores, one per output
 */
public record GoldenRow(
    Map<String, String> raw, List<Integer> indices, List<Double> values, List<Double> rawScores) {
  public GoldenRow {
    raw = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(raw, "raw")));
    indices = List.copyOf(Objects.requireNonNull(indices, "indices"));
    values =
        Collections.unmodifiableList(new ArrayList<>(Objects.requireNonNull(values, "values")));
    rawScores = List.copyOf(Objects.requireNonNull(rawScores, "rawScores"));
  }

  /**
   * Encodes a raw row, to be kept beside the scores that LightGBM gave for it.
   *
   * @param raw column to text; columns that the encoding's input lacks, such as the target, are
   *     left out
   * @throws InvalidValue if a text does not fit its column
   */
  public static GoldenRow of(
      InputSchema input, FeatureEncoding encoding, Map<String, String> raw, double[] rawScores) {
    Map<String, String> inputs = new TreeMap<>(raw);
    inputs.keySet().removeIf(column -> input.indexOf(column) < 0);
    Row row = input.newRow();
    inputs.forEach((column, text) -> row.setText(input.indexOf(column), text));
    FeatureVector vector = encoding.newVector();
    encoding.encode(row, vector);
    return new GoldenRow(
        inputs, indices(vector), values(vector), DoubleStream.of(rawScores).boxed().toList());
  }

  /**
   * The raw row.
   *
   * @throws InvalidValue if a text does not fit its column, or the column is none of the input's
   */
  void fill(Row row) {
    row.clear();
    raw.forEach(
        (column, text) -> {
          int place = row.schema().indexOf(column);
          if (place < 0) {
            throw new InvalidValue(column, "is not a column of the input");
          }
          row.setText(place, text);
        });
  }

  /** The encoded row. */
  FeatureVector vector(int size) {
    FeatureVector vector = new FeatureVector(size);
    for (int k = 0; k < indices.size(); k++) {
      Double value = values.get(k);
      vector.set(indices.get(k), value == null ? Double.NaN : value);
    }
    return vector;
  }

  /** Whether the vector is this row's, to the bit. */
  boolean encodesTo(FeatureVector vector) {
    return indices.equals(indices(vector)) && values.equals(values(vector));
  }

  /** Whether the scores are LightGBM's, to the bit. */
  boolean scoresTo(double[] scores) {
    return rawScores.equals(DoubleStream.of(scores).boxed().toList());
  }

  private static List<Integer> indices(FeatureVector vector) {
    vector.sortTouched();
    List<Integer> indices = new ArrayList<>(vector.touched());
    for (int k = 0; k < vector.touched(); k++) {
      indices.add(vector.touchedIndex(k));
    }
    return indices;
  }

  private static List<Double> values(FeatureVector vector) {
    vector.sortTouched();
    List<Double> values = new ArrayList<>(vector.touched());
    for (int k = 0; k < vector.touched(); k++) {
      double value = vector.get(vector.touchedIndex(k));
      values.add(Double.isNaN(value) ? null : value);
    }
    return values;
  }
}
