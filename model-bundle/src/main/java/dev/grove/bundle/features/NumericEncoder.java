package dev.grove.bundle.features;

import dev.grove.bundle.ColumnType;
import dev.grove.bundle.Row;

/** The column's number, transformed, with the fill where that leaves nothing. */
record NumericEncoder(
    String column, int input, ColumnType type, NumericTransform transform, double fill)
    implements Encoder {
  @Override
  public int size() {
    return 1;
  }

  @Override
  public void name(FeatureNames.Builder names) {
    names.single(
        transform == NumericTransform.NONE ? column : column + "__" + transform.wireName());
  }

  @Override
  public void encode(Row row, FeatureVector out, int offset) {
    double value = transform.apply(row.number(input), type);
    out.set(offset, Double.isNaN(value) ? fill : value);
  }
}
