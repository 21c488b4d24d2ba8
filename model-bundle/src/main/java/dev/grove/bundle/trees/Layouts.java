package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Makes the layouts that suit a forest, and finds the fastest. */
final class Layouts {
  /** Each layout is timed so often, all of them in turn; its best time counts. */
  private static final int TURNS = 3;

  /** A turn ends here, in nanoseconds: loading must not wait. */
  private static final long LONGEST_TURN = 2_000_000;

  /** A later candidate must be faster by this factor: short times are inexact. */
  private static final double CLEARLY = 1.25;

  /** After so many nanoseconds a layout's code is no longer young. */
  private static final long YOUTH = 100_000_000;

  /** The kinds of layouts whose code has been warmed up in this process. */
  private static final Set<Class<?>> WARM = ConcurrentHashMap.newKeySet();

  private Layouts() {}

  /** What is likely to be the fastest. */
  static Layout likely(PlainTrees plain, int features) {
    Thresholds thresholds = Thresholds.of(plain.trees(), features);
    Layout bits = bitVectors(plain, thresholds);
    if (bits != null) {
      return bits;
    }
    Layout packed = packed(plain, thresholds);
    return packed != null ? packed : plain;
  }

  /** All that suit the forest, the likeliest first. */
  static List<Layout> all(PlainTrees plain, int features) {
    Thresholds thresholds = Thresholds.of(plain.trees(), features);
    List<Layout> all = new ArrayList<>();
    for (Layout layout :
        new Layout[] {bitVectors(plain, thresholds), packed(plain, thresholds), plain}) {
      if (layout != null) {
        all.add(layout);
      }
    }
    return all;
  }

  /**
   * Has each kind of layout run for a while, once in a process: a JVM compiles code while it runs,
   * and until then the times of two layouts say nothing of what they will be.
   *
   * @param rows such as will be scored, at least one
   */
  static void warmUp(List<Layout> layouts, int trees, List<FeatureVector> rows) {
    boolean compiledAhead = System.getProperty("org.graalvm.nativeimage.imagecode") != null;
    if (compiledAhead) {
      return;
    }
    int[] leaf = new int[trees];
    for (Layout layout : layouts) {
      if (!WARM.contains(layout.getClass())) {
        LeafFinder finder = layout.finder();
        for (long start = System.nanoTime(); System.nanoTime() - start < YOUTH; ) {
          rows.forEach(row -> finder.find(row, 0, trees, leaf));
        }
        WARM.add(layout.getClass());
      }
    }
  }

  /**
   * The fastest of the candidates, of which there is at least one.
   *
   * @param rows such as will be scored, at least one
   * @param nanos a clock
   */
  static Layout fastest(
      List<Layout> candidates, int trees, List<FeatureVector> rows, LongSupplier nanos) {
    double[] best = new double[candidates.size()];
    int[] leaf = new int[trees];
    for (int turn = 0; turn < TURNS; turn++) {
      for (int i = 0; i < best.length; i++) {
        LeafFinder finder = candidates.get(i).finder();
        double time = nanosOfARow(finder, trees, rows, nanos, leaf);
        best[i] = turn == 0 ? time : Math.min(best[i], time);
      }
    }
    int fastest = 0;
    for (int i = 1; i < best.length; i++) {
      fastest = best[i] * CLEARLY < best[fastest] ? i : fastest;
    }
    return candidates.get(fastest);
  }

  private static double nanosOfARow(
      LeafFinder finder, int trees, List<FeatureVector> rows, LongSupplier nanos, int[] leaf) {
    long start = nanos.getAsLong();
    long elapsed = 0;
    int scored = 0;
    while (scored < rows.size() && (scored == 0 || elapsed < LONGEST_TURN)) {
      finder.find(rows.get(scored++), 0, trees, leaf);
      elapsed = nanos.getAsLong() - start;
    }
    return (double) elapsed / scored;
  }

  private static Layout bitVectors(PlainTrees plain, Thresholds thresholds) {
    return thresholds == null
        ? null
        : BitVectors.of(plain.trees(), plain.orders(), plain.leaves(), thresholds);
  }

  private static Layout packed(PlainTrees plain, Thresholds thresholds) {
    return thresholds == null
        ? null
        : PackedTrees.of(plain.trees(), plain.orders(), plain.leaves(), thresholds);
  }
}
