package dev.grove.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.ModelBundle;
import dev.grove.inference.Bundles;
import dev.grove.inference.serving.PromotedVersion;
import dev.grove.inference.serving.ServedModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PredictMetersTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PredictMeters meters = new PredictMeters(registry);
  private final ModelBundle bundle = Bundles.values(1);

  private void predict(int version, int rows) {
    PromotedVersion promotion =
        new PromotedVersion("m", "champion", String.valueOf(version), Instant.EPOCH);
    meters.start(new ServedModel(promotion, "", bundle, Instant.EPOCH), false).answered(rows, 0);
  }

  private double predicted(int version) {
    return registry
        .get("grove.predictions")
        .tags("version", String.valueOf(version), "outcome", "ok")
        .counter()
        .count();
  }

  @Test
  void onlyTheNewestVersionsKeepTheirMeters() {
    for (int version = 0; version < 1_000; version++) {
      predict(version, 2);
    }
    assertThat(registry.find("grove.predictions").counters()).hasSize(3 * 200);
    assertThat(registry.find("grove.prediction.duration").timers()).hasSize(3 * 2 * 200);
    assertThat(registry.find("grove.predictions").tag("version", "799").counters()).isEmpty();
    assertThat(predicted(999)).isEqualTo(2);
    predict(5, 3);
    assertThat(predicted(5)).isEqualTo(3);
  }
}
