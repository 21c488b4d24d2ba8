package dev.grove.training.fit;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** The group of each row, numbered in the order in which groups come. Grows by appending. */
final class GroupIds {
  private final Map<String, Integer> known = new HashMap<>();
  private int[] ids = new int[1_024];
  private int rows;

  void add(String group) {
    if (rows == ids.length) {
      ids = Arrays.copyOf(ids, rows * 2);
    }
    ids[rows++] = known.computeIfAbsent(group, name -> known.size());
  }

  /** How many rows each group has. */
  int[] sizes() {
    int[] sizes = new int[known.size()];
    for (int row = 0; row < rows; row++) {
      sizes[ids[row]]++;
    }
    return sizes;
  }

  /** The rows group by group, each group's in the order in which they came. */
  int[] order() {
    int[] sizes = sizes();
    int[] next = new int[sizes.length];
    for (int id = 1; id < sizes.length; id++) {
      next[id] = next[id - 1] + sizes[id - 1];
    }
    int[] order = new int[rows];
    for (int row = 0; row < rows; row++) {
      order[next[ids[row]]++] = row;
    }
    return order;
  }
}
