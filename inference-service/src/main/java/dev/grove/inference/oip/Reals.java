package dev.grove.inference.oip;

import dev.grove.bundle.Row;

/** Floating-point numbers that came as JSON; NaN is missing. */
record Reals(double[] values, int count) implements Numbers {
  @Override
  public void fill(Row row, int column, int index) {
    row.setNumber(column, values[index]);
  }

  @Override
  public void copy(int from, double[] into, int at, int length) {
    System.arraycopy(values, from, into, at, length);
  }
}
