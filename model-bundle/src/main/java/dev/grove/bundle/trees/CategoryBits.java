package dev.grove.bundle.trees;

import java.util.Arrays;

/**
 * Sets of categories as bits by the category's rank in its column. Each set has a bit for every
 * rank of the column and one for what is unknown, so that none needs a bound.
 */
final class CategoryBits {
  private final Thresholds thresholds;
  private long[] words = new long[1];

  /** The first word belongs to no set: nodes that ask for none read it. */
  private int count = 1;

  CategoryBits(Thresholds thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * Adds a node's set.
   *
   * @return where it begins, or a number beyond any bound if there is no room
   */
  int add(int column, Tree tree, int node) {
    int known = thresholds.ranks(column);
    int length = (known >>> 6) + 1;
    int first = count;
    if (first + (long) length > 1 << 22) {
      return Integer.MAX_VALUE;
    }
    count += length;
    if (count > words.length) {
      words = Arrays.copyOf(words, PackedTrees.powerOfTwo(count));
    }
    for (int place = 0; place < known; place++) {
      if (tree.goesLeft(node, thresholds.value(column, place))) {
        words[first + (place >>> 6)] |= 1L << place;
      }
    }
    return first;
  }

  boolean any() {
    return count > 1;
  }

  /** As many as a power of two. */
  long[] words() {
    return words;
  }
}
