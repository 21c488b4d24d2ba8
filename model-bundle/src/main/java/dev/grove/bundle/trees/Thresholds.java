package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;

/**
 * What a forest compares each feature with: the distinct thresholds of its numerical splits, or the
 * distinct categories of its categorical ones. A number's rank, how many thresholds are below it,
 * says everything that any of the feature's nodes asks of it, and so does a category's rank.
 *
 * <p>Columns are the features that some node looks at, ascending.
 */
final class Thresholds {
  private static final int[] NO_CATEGORIES = {};

  /** More than LightGBM ever keeps; but few characters can name many. */
  private static final int MAX_CATEGORIES = 1 << 18;

  private final int[] feature;
  private final int[] columnOf;

  /** Of a numerical column, its thresholds from {@code start[column]} to the next start. */
  private final int[] start;

  private final double[] values;

  /** Of a categorical column, its categories, ascending; of a numerical one null. */
  private final int[][] categories;

  private Thresholds(
      int[] feature, int[] columnOf, int[] start, double[] values, int[][] categories) {
    this.feature = feature;
    this.columnOf = columnOf;
    this.start = start;
    this.values = values;
    this.categories = categories;
  }

  /**
   * @return null if some feature is split both by thresholds and by categories, which LightGBM
   *     itself never does, or if there are too many categories
   */
  static Thresholds of(List<Tree> trees, int features) {
    int[] columnOf = new int[features];
    Arrays.fill(columnOf, -1);
    boolean[] used = new boolean[features];
    for (Tree tree : trees) {
      for (int feature : tree.feature()) {
        used[feature] = true;
      }
    }
    int columns = 0;
    int[] feature = new int[features];
    for (int f = 0; f < features; f++) {
      if (used[f]) {
        feature[columns] = f;
        columnOf[f] = columns++;
      }
    }
    ThresholdSets sets = new ThresholdSets(columns);
    for (Tree tree : trees) {
      for (int node = 0; node < tree.nodes(); node++) {
        sets.add(columnOf[tree.feature()[node]], tree, node);
      }
    }
    if (sets.mixed() || sets.categoryCount() > MAX_CATEGORIES) {
      return null;
    }
    return new Thresholds(
        Arrays.copyOf(feature, columns),
        columnOf,
        sets.starts(),
        sets.values(),
        sets.categories(NO_CATEGORIES));
  }

  int columns() {
    return feature.length;
  }

  int feature(int column) {
    return feature[column];
  }

  /** The feature's column, or -1 if no node looks at it. */
  int columnOf(int feature) {
    return columnOf[feature];
  }

  /** A copy of what {@link #columnOf} tells. */
  int[] columnsOf() {
    return columnOf.clone();
  }

  boolean categorical(int column) {
    return categories[column] != null;
  }

  /** The highest rank that a value of this column can have. */
  int ranks(int column) {
    return categorical(column) ? categories[column].length : start[column + 1] - start[column];
  }

  /** A threshold of a numerical column, or a category of a categorical one, by its place. */
  double value(int column, int place) {
    return categorical(column) ? categories[column][place] : values[start[column] + place];
  }

  /** The place of a numerical node's threshold among its column's; 0 for a categorical node. */
  int rankOf(int column, Tree tree, int node) {
    return tree.categorical(node) ? 0 : rank(column, Tree.offZero(tree.threshold()[node]));
  }

  /**
   * How many thresholds are below the number. Without a branch that depends on the row: the
   * comparison becomes a conditional move.
   */
  int rank(int column, double x) {
    int from = start[column];
    int base = from - 1;
    int length = start[column + 1] - from;
    while (length > 0) {
      int half = length + 1 >>> 1;
      base = values[base + half] < x ? base + half : base;
      length -= half;
    }
    return base + 1 - from;
  }

  /**
   * The category's place, or {@link #ranks} for what is in no set. Truncates towards zero as
   * LightGBM does; NaN, negative numbers and what exceeds an int are in no set.
   */
  int category(int column, double x) {
    int[] known = categories[column];
    if (!(x > -1 && x < 0x1p31)) {
      return known.length;
    }
    int category = (int) x;
    // Mostly they are the numbers from zero on.
    if (category < known.length && known[category] == category) {
      return category;
    }
    int place = Arrays.binarySearch(known, category);
    return place >= 0 ? place : known.length;
  }
}
