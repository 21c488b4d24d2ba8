package dev.grove.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Promotion after promotion while clients predict: none waits, none gets a mixed answer. */
class SwapsUnderLoadIT {
  private static final int SWAPS = 20;
  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Test
  void promotionsAreServedWithinASecondAndNoRequestFails() throws Exception {
    try (ServingStack stack = ServingStack.start("swaps-under-load")) {
      Promoter promoter = stack.promoter("telling");
      TellingModel first = promoter.publish();
      List<TellingModel> versions = new ArrayList<>();
      for (int i = 0; i < SWAPS; i++) {
        versions.add(promoter.publish());
      }
      promoter.promote(first);
      Served.await(stack, first, LIMIT);
      List<Long> millis = new ArrayList<>();
      try (PredictLoad load = new PredictLoad(stack.inference().uri("/"))) {
        load.awaitMore(50);
        for (TellingModel version : versions) {
          long begin = System.nanoTime();
          promoter.promote(version);
          millis.add((load.awaitVersion(version, LIMIT) - begin) / 1_000_000);
        }
        assertThat(load.stop()).isGreaterThan(100);
      }
      millis.sort(null);
      // The builds beside this one may have the processors for themselves for a while.
      assertThat(millis.get(SWAPS / 4))
          .as("from promoted to served, ms: %s", millis)
          .isLessThan(1_000);
    }
  }
}
