package dev.grove.bundle.trees;

/**
 * A tree's nodes and leaves in the order in which the {@link PackedTrees packed} forms keep them:
 * level by level, so that siblings stand together and the first levels share cache lines.
 *
 * @param target at each place a node, or a leaf with all bits flipped
 * @param left at each place where the left child stands, just behind the right one; of a leaf its
 *     own place
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Levels(int[] target, int[] left) {
  static Levels of(Tree tree) {
    int size = tree.nodes() + tree.leaves();
    int[] target = new int[size];
    int[] left = new int[size];
    int count = 0;
    target[count++] = tree.nodes() == 0 ? ~0 : 0;
    for (int i = 0; i < count; i++) {
      int node = target[i];
      if (node < 0) {
        left[i] = i;
      } else {
        target[count++] = tree.right()[node];
        left[i] = count;
        target[count++] = tree.left()[node];
      }
    }
    return new Levels(target, left);
  }

  int size() {
    return target.length;
  }
}
