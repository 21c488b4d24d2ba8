package dev.grove.inference.oip;

import dev.grove.bundle.Row;
import java.util.BitSet;

/**
 * Whole numbers.
 *
 * @param missing those that were null
 * @param unsigned whether negative values stand for those from 2^63 on
 */
record Wholes(long[] values, BitSet missing, boolean unsigned, int count) implements Numbers {
  @Override
  public void fill(Row row, int column, int index) {
    if (missing.get(index)) {
      return;
    }
    if (unsigned && values[index] < 0) {
      row.setNumber(column, Long.toUnsignedString(values[index]));
    } else {
      row.setWhole(column, values[index]);
    }
  }

  @Override
  public void copy(int from, double[] into, int at, int length) {
    for (int i = 0; i < length; i++) {
      into[at + i] = missing.get(from + i) ? Double.NaN : number(values[from + i]);
    }
  }

  private double number(long value) {
    if (!unsigned || value >= 0) {
      return value;
    }
    // Halved with the lost bit kept sticky, so that it is rounded once.
    double half = (value >>> 1) | (value & 1);
    return half * 2;
  }
}
