package dev.grove.inference.oip;

import dev.grove.bundle.Row;
import java.util.BitSet;

/**
 * Booleans.
 *
 * @param missing those that were null
 */
record Flags(BitSet values, BitSet missing, int count) implements Elements {
  @Override
  public void fill(Row row, int column, int index) {
    if (!missing.get(index)) {
      row.setBoolean(column, values.get(index));
    }
  }
}
