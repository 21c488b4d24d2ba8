package dev.grove.bundle.trees;

/**
 * How many of the training rows came by each node and ended in each leaf, which is what
 * contributions are weighed with.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Cover(int[] node, int[] leaf) {
  /**
   * @return null if the text has no counts
   */
  static Cover of(Fields fields, int nodes, int leaves) {
    if (!fields.has("internal_count") || !fields.has("leaf_count")) {
      return null;
    }
    // Counts beyond an int have wrapped around where LightGBM wrote them.
    return new Cover(
        fields.integers("internal_count", nodes, Integer.MIN_VALUE, Integer.MAX_VALUE),
        fields.integers("leaf_count", leaves, Integer.MIN_VALUE, Integer.MAX_VALUE));
  }

  /** Rows that a child, a node's index or a leaf's with all bits flipped, has. */
  double of(int child) {
    return child >= 0 ? node[child] : leaf[~child];
  }

  boolean positive() {
    for (int count : node) {
      if (count <= 0) {
        return false;
      }
    }
    for (int count : leaf) {
      if (count <= 0) {
        return false;
      }
    }
    return true;
  }
}
