package dev.grove.inference.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.ModelBundle;
import dev.grove.inference.Bundles;
import dev.grove.inference.SetClock;
import dev.grove.inference.serving.PromotedVersion;
import dev.grove.inference.serving.ServedModel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
  private static final ModelBundle BUNDLE = WatchedModels.withReference(Bundles.products(1));

  private final SetClock clock = new SetClock(Instant.parse("2026-11-22T10:00:00Z"));

  @Test
  void versionsThatWereIdleLongestAreForgotten() {
    DriftMonitor monitor = monitor(2, Long.MAX_VALUE);
    for (int version = 1; version <= 3; version++) {
      ask(monitor, version);
    }
    assertThat(watched(monitor)).containsExactly("2", "3");
  }

  @Test
  void wideVersionsAreForgottenWhenTheyAreIdle() {
    DriftMonitor monitor = monitor(100, 1);
    ask(monitor, 1);
    ask(monitor, 2);
    assertThat(watched(monitor)).containsExactly("1", "2");

    clock.now = clock.now.plus(Duration.ofSeconds(61));
    ask(monitor, 2);
    assertThat(watched(monitor)).containsExactly("2");
  }

  private void ask(DriftMonitor monitor, int version) {
    clock.now = clock.now.plusSeconds(1);
    monitor.stateOf(
        new ServedModel(
            new PromotedVersion("wide", "champion", Integer.toString(version), clock.now),
            "a".repeat(64),
            BUNDLE,
            clock.now));
    monitor.collect();
  }

  private static List<String> watched(DriftMonitor monitor) {
    return monitor.reports().stream().map(report -> report.version().version()).toList();
  }

  private DriftMonitor monitor(int maxVersions, long maxCells) {
    return new DriftMonitor(
        true,
        new DriftRule(0.01, 0.5, 0.4),
        new WindowLimits(2_000, 500, Duration.ofHours(1), 5),
        maxVersions,
        maxCells,
        clock,
        change -> {});
  }
}
