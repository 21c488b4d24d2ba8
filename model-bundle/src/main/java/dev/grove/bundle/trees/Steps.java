package dev.grove.bundle.trees;

/** Nodes of {@link PackedTrees}, and how a row walks them. Immutable. */
interface Steps {
  /** Where a number's rank begins in the value of its slot. */
  int rankShift();

  /**
   * @param slots the row
   * @param from the first tree that is asked for
   * @param to beyond the last one
   * @param leaf receives each such tree's leaf, at the tree's index
   */
  void walk(int[] slots, int from, int to, int[] leaf);
}
