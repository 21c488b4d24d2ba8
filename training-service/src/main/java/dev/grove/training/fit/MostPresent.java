package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import java.util.BitSet;
import java.util.List;

/**
 * Finds the columns that a row nearly always has: what the fallback forest may look at.
 *
 * <p>A column's presence is the share of training rows that have a value in it. Those within
 * {@value #MARGIN} of the best are taken, and in any case the {@value #LEAST} best, with whatever
 * is tied with the last of them, so that the order of columns never decides.
 */
final class MostPresent {
  static final double MARGIN = 0.05;
  static final int LEAST = 3;

  private final TrainingColumns columns;

  MostPresent(TrainingColumns columns) {
    this.columns = columns;
  }

  /** The names among the input's, in its order. */
  List<String> columns(InputSchema input) {
    double[] shares =
        input.columns().stream()
            .mapToDouble(column -> presence(column.name()))
            .map(share -> -share)
            .sorted()
            .map(share -> -share)
            .toArray();
    double bound = Math.min(shares[0] - MARGIN, shares[Math.min(LEAST, shares.length) - 1]);
    return input.columns().stream()
        .map(Column::name)
        .filter(column -> presence(column) >= bound)
        .toList();
  }

  private double presence(String column) {
    ColumnValues values = columns.values(column);
    return 1 - values.missing() / (double) values.rows();
  }

  /**
   * The places of the encoded vector that no other columns than these feed.
   *
   * @param spec what the encoding was fitted for
   */
  static BitSet places(List<String> columns, FeatureSpec spec, FeatureEncoding encoding) {
    BitSet places = new BitSet(encoding.size());
    for (int place = 0; place < encoding.size(); place++) {
      Feature feature = spec.features().get(encoding.featureOf(place));
      places.set(place, columns.containsAll(FeatureColumns.of(feature)));
    }
    return places;
  }
}
