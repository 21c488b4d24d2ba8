package dev.grove.inference.feedback;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How truth that comes later is taken. */
@ConfigMapping(prefix = "grove.feedback")
public interface FeedbackConfig {
  /** Whether answers carry prediction ids. */
  @WithDefault("true")
  boolean ids();

  /**
   * 16 bytes in Base64, the same in all replicas; missing: made once and kept in the serving
   * directory.
   */
  Optional<String> key();

  /** Feedback on older predictions is refused. */
  @WithDefault("30D")
  Duration maxAge();

  /** Labels of a window. */
  @WithDefault("1000")
  long windowRows();

  /** Blocks of 65,536 predictions whose feedback is remembered, of 8 KB at the most. */
  @WithDefault("4096")
  int memoryBlocks();

  /** Versions whose quality is kept; the one that was idle longest goes. */
  @WithDefault("256")
  int maxVersions();

  /** The chance that is put up with of an alarm where nothing is worse. */
  @WithDefault("0.01")
  double falseAlarms();

  /** How far the accuracy must fall to be worse. */
  @WithDefault("0.02")
  double accuracyDrop();

  /** By which part the root mean square error must rise to be worse. */
  @WithDefault("0.1")
  double errorRise();

  @WithDefault("8M")
  MemorySize maxSize();

  @WithDefault("10000")
  int maxItems();
}
