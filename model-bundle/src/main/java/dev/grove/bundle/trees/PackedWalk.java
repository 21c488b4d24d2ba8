package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;

/** Turns a row into its slots and walks the trees; see {@link PackedTrees}. */
final class PackedWalk implements LeafFinder {
  private final PackedTrees layout;
  private final Thresholds thresholds;
  private final Slots slots;
  private final long[] values;

  /** Whether the slots of all columns are zero's, as sparse rows want them. */
  private boolean zeros = true;

  PackedWalk(PackedTrees layout) {
    this.layout = layout;
    slots = layout.slots;
    thresholds = slots.thresholds();
    values = slots.zeros(PackedTrees.powerOfTwo(slots.count()));
  }

  @Override
  public void find(double[] rows, int offset, int from, int to, int[] leaf) {
    for (int column = 0; column < thresholds.columns(); column++) {
      slots.set(column, rows[offset + thresholds.feature(column)], values);
    }
    zeros = false;
    walk(from, to, leaf);
  }

  @Override
  public void find(FeatureVector row, int from, int to, int[] leaf) {
    if (!zeros) {
      for (int column = 0; column < thresholds.columns(); column++) {
        slots.clear(column, values);
      }
      zeros = true;
    }
    double[] dense = row.values();
    for (int k = 0; k < row.touched(); k++) {
      int feature = row.touchedIndex(k);
      int column = thresholds.columnOf(feature);
      if (column >= 0) {
        slots.set(column, dense[feature], values);
      }
    }
    walk(from, to, leaf);
    for (int k = 0; k < row.touched(); k++) {
      int column = thresholds.columnOf(row.touchedIndex(k));
      if (column >= 0) {
        slots.clear(column, values);
      }
    }
  }

  private void walk(int from, int to, int[] leaf) {
    if (layout.categories) {
      MixedSteps.walk(layout.nodes, layout.bits, layout.root, values, from, to, leaf);
    } else {
      NumericSteps.walk(layout.nodes, layout.root, values, from, to, leaf);
    }
  }
}
