package dev.grove.bundle.trees;

/**
 * A tree's leaves counted from left to right, which is how scoring numbers them: what lies below a
 * node is then a range. LightGBM numbers them by the time at which they were made.
 *
 * @param place of LightGBM's leaf, how many leaves are left of it
 * @param first of a node, the place of the leftmost leaf below it
 * @param middle of a node, the place of the leftmost leaf below its right child
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LeafOrder(int[] place, int[] first, int[] middle) {
  static LeafOrder of(Tree tree) {
    int[] place = new int[tree.leaves()];
    int[] first = new int[tree.nodes()];
    int[] middle = new int[tree.nodes()];
    // Children wait beside the node whose right child they are, or beside -1.
    int[] open = new int[2 * (tree.nodes() + 1)];
    int count = 0;
    open[count++] = tree.nodes() == 0 ? ~0 : 0;
    open[count++] = -1;
    int places = 0;
    while (count > 0) {
      int rightOf = open[--count];
      int node = open[--count];
      if (rightOf >= 0) {
        middle[rightOf] = places;
      }
      if (node < 0) {
        place[~node] = places++;
      } else {
        first[node] = places;
        open[count++] = tree.right()[node];
        open[count++] = node;
        open[count++] = tree.left()[node];
        open[count++] = -1;
      }
    }
    return new LeafOrder(place, first, middle);
  }
}
