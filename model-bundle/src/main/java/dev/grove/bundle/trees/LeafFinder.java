package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;

/**
 * Finds the leaf of each tree in which a row ends. Leaves are places in {@link Leaves}. Not
 * thread-safe.
 */
interface LeafFinder {
  /** Gets a row's leaves; they are valid during the call alone. */
  interface Consumer {
    void accept(int row, int[] leaf);
  }

  /**
   * @param rows the row begins at {@code offset}
   * @param from the first tree that is asked for
   * @param to beyond the last one
   * @param leaf receives each such tree's leaf, at the tree's index
   */
  void find(double[] rows, int offset, int from, int to, int[] leaf);

  /** As for the dense row, at the cost of the touched places if the layout can. */
  void find(FeatureVector row, int from, int to, int[] leaf);

  /**
   * Finds the leaves of many rows.
   *
   * @param width values of a row; rows follow each other
   * @param count rows
   */
  void findAll(double[] rows, int width, int count, int from, int to, Consumer consumer);
}
