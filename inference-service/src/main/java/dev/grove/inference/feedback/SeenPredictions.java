package dev.grove.inference.feedback;

import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * Which predictions had their feedback: one bit each, in blocks of predictions that one process gave
 * one after the other. If there are too many blocks, the oldest is forgotten, and with it every
 * prediction that is not younger counts as expired, so that none is ever counted twice.
 */
final class SeenPredictions {
  /** Predictions of a block; it weighs 8 KB at the most. */
  static final int BLOCK = 1 << 16;

  private final int most;
  private final Map<Place, Block> blocks = new HashMap<>();
  private Instant forgotten = Instant.EPOCH;

  /**
   * @param most blocks to remember
   */
  SeenPredictions(int most) {
    this.most = Math.max(1, most);
  }

  private record Place(int process, long block) {}

  private static final class Block {
    final BitSet seen = new BitSet();
    Instant newest = Instant.EPOCH;
  }

  /** What was found. */
  enum Sight {
    NEW,
    SEEN,
    FORGOTTEN
  }

  /** Notes a prediction. */
  synchronized Sight note(IssuedPrediction prediction) {
    if (!prediction.at().isAfter(forgotten)) {
      return Sight.FORGOTTEN;
    }
    Place place = new Place(prediction.process(), prediction.sequence() / BLOCK);
    Block block = blocks.computeIfAbsent(place, unknown -> new Block());
    int bit = (int) (prediction.sequence() % BLOCK);
    if (block.seen.get(bit)) {
      return Sight.SEEN;
    }
    block.seen.set(bit);
    if (prediction.at().isAfter(block.newest)) {
      block.newest = prediction.at();
    }
    if (blocks.size() > most) {
      forgetOldest();
    }
    return Sight.NEW;
  }

  private void forgetOldest() {
    Map.Entry<Place, Block> oldest =
        blocks.entrySet().stream()
            .min(Comparator.comparing(entry -> entry.getValue().newest))
            .orElseThrow();
    blocks.remove(oldest.getKey());
    if (oldest.getValue().newest.isAfter(forgotten)) {
      forgotten = oldest.getValue().newest;
    }
  }
}
