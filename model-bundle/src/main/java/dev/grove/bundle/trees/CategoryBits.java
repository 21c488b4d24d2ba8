package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;

/**
 * Sets of categories as bits by the category's rank in its column. Each set has a bit for every
 * rank of the column and one for what is unknown, so that none needs a bound.
 */
final class CategoryBits {
  /** Words that there may always be; beyond them, as many as the trees' own sets have. */
  private static final int SMALL = 1 << 16;

  private static final int MAX_WORDS = 1 << 22;

  private final Thresholds thresholds;
  private final long most;
  private long[] words = new long[1];

  /** The first word belongs to no set: nodes that ask for none read it. */
  private int count = 1;

  CategoryBits(Thresholds thresholds, List<Tree> trees) {
    this.thresholds = thresholds;
    long own = trees.stream().mapToLong(tree -> tree.categoryWords().length).sum();
    most = Math.min(MAX_WORDS, SMALL + own);
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
    if (first + (long) length > most) {
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
