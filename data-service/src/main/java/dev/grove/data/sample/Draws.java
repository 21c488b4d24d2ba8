package dev.grove.data.sample;

import java.util.List;

/**
 * Random draws that depend on a seed and a row alone (SplitMix64), so that any row of a sample can
 * be made without those before it, and comes out the same on every Java.
 */
final class Draws {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  Draws(long seed, long row) {
    state = mix(seed + GOLDEN) ^ mix(row * GOLDEN + 1);
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private long next() {
    state += GOLDEN;
    return mix(state);
  }

  /** Uniform in [0, 1). */
  double share() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** Uniform in 0 to {@code bound - 1}. */
  int below(int bound) {
    return (int) (share() * bound);
  }

  /** True as often as {@code probability} says. */
  boolean chance(double probability) {
    return share() < probability;
  }

  <T> T one(List<T> among) {
    return among.get(below(among.size()));
  }

  /** About standard normal: twelve uniform draws, which needs no {@code log} or {@code cos}. */
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += share();
    }
    return sum;
  }
}
