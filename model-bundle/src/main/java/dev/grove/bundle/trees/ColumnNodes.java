package dev.grove.bundle.trees;

import java.util.Arrays;
import java.util.List;

/** All nodes of a forest by the column that they look at, and in it by their threshold's rank. */
final class ColumnNodes {
  private final int[] start;
  private final int[] tree;
  private final int[] node;
  private final int[] rank;

  private ColumnNodes(int[] start, int[] tree, int[] node, int[] rank) {
    this.start = start;
    this.tree = tree;
    this.node = node;
    this.rank = rank;
  }

  static ColumnNodes of(List<Tree> trees, Thresholds thresholds) {
    int[] start = new int[thresholds.columns() + 1];
    for (Tree each : trees) {
      for (int feature : each.feature()) {
        start[thresholds.columnOf(feature) + 1]++;
      }
    }
    Arrays.parallelPrefix(start, Integer::sum);
    int total = start[start.length - 1];
    // Rank above, order of arrival below, so that one sort of longs arranges a column.
    long[] keys = new long[total];
    int[] tree = new int[total];
    int[] node = new int[total];
    int[] next = start.clone();
    for (int t = 0; t < trees.size(); t++) {
      Tree each = trees.get(t);
      for (int n = 0; n < each.nodes(); n++) {
        int column = thresholds.columnOf(each.feature()[n]);
        int at = next[column]++;
        tree[at] = t;
        node[at] = n;
        keys[at] = (long) thresholds.rankOf(column, each, n) << 32 | at;
      }
    }
    for (int column = 0; column < thresholds.columns(); column++) {
      Arrays.sort(keys, start[column], start[column + 1]);
    }
    int[] sortedTree = new int[total];
    int[] sortedNode = new int[total];
    int[] rank = new int[total];
    for (int i = 0; i < total; i++) {
      sortedTree[i] = tree[(int) keys[i]];
      sortedNode[i] = node[(int) keys[i]];
      rank[i] = (int) (keys[i] >>> 32);
    }
    return new ColumnNodes(start, sortedTree, sortedNode, rank);
  }

  /** Where a column's nodes begin. */
  int start(int column) {
    return start[column];
  }

  /** Where a column's nodes end. */
  int end(int column) {
    return start[column + 1];
  }

  int count(int column) {
    return start[column + 1] - start[column];
  }

  int tree(int n) {
    return tree[n];
  }

  int node(int n) {
    return node[n];
  }

  /** The place of a numerical node's threshold among its column's; 0 for a categorical one. */
  int rank(int n) {
    return rank[n];
  }
}
