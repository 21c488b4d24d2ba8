package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.ModelBundle;
import dev.grove.inference.Bundles;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BundleWeightTest {
  private static final int COPIES = 4;

  /** Against what the heap really gives: not below a half of it, and not above twice. */
  @Test
  void theEstimateIsHonest() throws Exception {
    List<ModelBundle> kept = new ArrayList<>();
    kept.add(Bundles.large(300, 127, 0));
    long before = used();
    for (int i = 1; i <= COPIES; i++) {
      kept.add(Bundles.large(300, 127, i));
    }
    long real = (used() - before) / COPIES;
    long estimate = BundleWeight.of(kept.get(1));
    System.out.println("a bundle's bytes: " + real + ", estimated " + estimate);
    assertThat(kept).hasSize(COPIES + 1);
    assertThat(estimate).isBetween(real / 2, real * 2);
  }

  private static long used() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
