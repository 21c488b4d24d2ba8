package dev.grove.bundle.trees;

import java.util.List;

/** Chooses a forest's layout. */
final class Layouts {
  private Layouts() {}

  static Layout of(
      List<Tree> trees, List<LeafOrder> orders, Leaves leaves, int features, PlainTrees plain) {
    Thresholds thresholds = Thresholds.of(trees, features);
    if (thresholds == null) {
      return plain;
    }
    Layout bitVectors = BitVectors.of(trees, orders, leaves, thresholds);
    if (bitVectors != null) {
      return bitVectors;
    }
    Layout packed = PackedTrees.of(trees, orders, leaves, thresholds);
    return packed != null ? packed : plain;
  }
}
