package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;

/** Turns a row into its slots and walks the trees; see {@link PackedTrees}. */
final class PackedWalk implements LeafFinder {
  /** Rows of a block, where slots and trees are few enough. */
  private static final int BLOCK = 64;

  /** Slots and leaves of a block's rows. */
  private static final int ROOM = 1 << 20;

  /** A multiple of what the walks take side by side. */
  private static final int TREES_AT_A_TIME = 20;

  private final Steps steps;
  private final Thresholds thresholds;
  private final Slots slots;
  private final int[] values;

  /** Whether the slots of all columns are zero's, as sparse rows want them. */
  private boolean zeros = true;

  PackedWalk(Slots slots, Steps steps) {
    this.slots = slots;
    this.steps = steps;
    thresholds = slots.thresholds();
    values = slots.zeros(PackedTrees.powerOfTwo(slots.count()));
  }

  @Override
  public void find(double[] rows, int offset, int from, int to, int[] leaf) {
    fill(rows, offset, values);
    zeros = false;
    steps.walk(values, from, to, leaf);
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
    steps.walk(values, from, to, leaf);
    for (int k = 0; k < row.touched(); k++) {
      int column = thresholds.columnOf(row.touchedIndex(k));
      if (column >= 0) {
        slots.clear(column, values);
      }
    }
  }

  /** Some trees at a time for a block of rows, so that their nodes stay in the cache. */
  @Override
  public void findAll(double[] rows, int width, int count, int from, int to, Consumer consumer) {
    int block = Math.min(count, Math.max(1, Math.min(BLOCK, ROOM / (values.length + to))));
    int[][] slotsOf = new int[block][values.length];
    int[][] leafOf = new int[block][to];
    for (int first = 0; first < count; first += block) {
      int size = Math.min(block, count - first);
      for (int i = 0; i < size; i++) {
        fill(rows, (first + i) * width, slotsOf[i]);
      }
      for (int t = from; t < to; t += TREES_AT_A_TIME) {
        int end = Math.min(to, t + TREES_AT_A_TIME);
        for (int i = 0; i < size; i++) {
          steps.walk(slotsOf[i], t, end, leafOf[i]);
        }
      }
      for (int i = 0; i < size; i++) {
        consumer.accept(first + i, leafOf[i]);
      }
    }
  }

  private void fill(double[] rows, int offset, int[] into) {
    for (int column = 0; column < thresholds.columns(); column++) {
      slots.set(column, rows[offset + thresholds.feature(column)], into);
    }
  }
}
