package dev.grove.local;

import dev.grove.local.services.Probe;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** Finds room for a whole stack. */
final class FreePorts {
  private FreePorts() {}

  /** A port that, with the four after it, nobody listens on at this moment. */
  static int base() {
    while (true) {
      int base = ThreadLocalRandom.current().nextInt(22_000, 32_000);
      if (IntStream.range(base, base + 5).allMatch(Probe::isFree)) {
        return base;
      }
    }
  }
}
