package dev.grove.inference.predict;

import dev.grove.bundle.InputSchema;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FittedFeature;

/**
 * Sums the contributions of an encoded vector's places by the input columns that they come from. A
 * cross has several: it says something only of all of them together, so that none has a greater
 * part in it, and each gets the same share.
 */
final class ColumnContributions {
  private final FeatureEncoding encoding;
  private final InputSchema input;

  ColumnContributions(FeatureEncoding encoding, InputSchema input) {
    this.encoding = encoding;
    this.input = input;
  }

  /**
   * @param places holds a contribution for each place of the vector
   * @param from where the first one's stands
   * @return one for each input column
   */
  double[] of(double[] places, int from) {
    double[] columns = new double[input.columns().size()];
    for (int place = 0; place < encoding.size(); place++) {
      double value = places[from + place];
      if (value == 0) {
        continue;
      }
      FittedFeature feature = encoding.features().get(encoding.featureOf(place));
      if (feature instanceof FittedFeature.Cross cross) {
        for (String column : cross.columns()) {
          columns[input.indexOf(column)] += value / cross.columns().size();
        }
      } else {
        columns[encoding.inputOf(place)] += value;
      }
    }
    return columns;
  }
}
