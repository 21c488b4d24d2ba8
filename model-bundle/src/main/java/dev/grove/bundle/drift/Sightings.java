package dev.grove.bundle.drift;

import java.util.Arrays;

/**
 * In how many rows each bucket of hashes was seen, as far as it matters: in none, one or several.
 * What a single row has is new to all others, so that the reference has its own share of new things
 * to compare with.
 */
final class Sightings {
  private static final int NOBODY = -1;

  private final SeenHashes buckets = new SeenHashes(SeenHashes.MAX_BUCKETS);
  private final byte[] sightings = new byte[SeenHashes.MAX_BUCKETS];
  private final int[] owners = new int[SeenHashes.MAX_BUCKETS];
  private boolean any;

  Sightings() {
    Arrays.fill(owners, NOBODY);
  }

  void add(long hash, int rows) {
    int bucket = buckets.bucket(hash);
    sightings[bucket] = (byte) Math.min(2, sightings[bucket] + rows);
    any = true;
  }

  /**
   * Counts a row once, however often it has the hash.
   *
   * @param row not before the rows that came already
   */
  void addOnce(long hash, int row) {
    int bucket = buckets.bucket(hash);
    if (owners[bucket] != row) {
      owners[bucket] = row;
      add(hash, 1);
    }
  }

  /** Whether several rows have the hash's bucket. */
  boolean repeats(long hash) {
    return sightings[buckets.bucket(hash)] > 1;
  }

  /** What any row has; null if there is nothing. */
  SeenHashes seen() {
    return any ? atLeast(1) : null;
  }

  /** What several rows have. */
  SeenHashes repeated() {
    return atLeast(2);
  }

  private SeenHashes atLeast(int rows) {
    SeenHashes seen = new SeenHashes(sightings.length);
    for (int bucket = 0; bucket < sightings.length; bucket++) {
      if (sightings[bucket] >= rows) {
        seen.add(bucket);
      }
    }
    return seen;
  }
}
