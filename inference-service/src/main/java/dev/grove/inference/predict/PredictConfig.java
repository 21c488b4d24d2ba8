package dev.grove.inference.predict;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much one request may ask for. */
@ConfigMapping(prefix = "grove.predict")
public interface PredictConfig {
  /** The longest body of a single row, and the longest line of a batch. */
  @WithDefault("10M")
  MemorySize maxRowSize();

  /** The longest body of a batch. */
  @WithDefault("256M")
  MemorySize maxBatchSize();

  /** The most rows of a batch. */
  @WithDefault("100000")
  int maxBatchRows();

  /** A longer answer to a batch is streamed; a shorter one can still turn into a refusal. */
  @WithDefault("64K")
  MemorySize heldAnswer();

  /** The longest answer to a batch that succeeds or fails as a whole, which is held to its end. */
  @WithDefault("32M")
  MemorySize wholeAnswer();

  /**
   * How much of a streamed answer waits in memory for a client that does not read. Many clients
   * read nothing before they have sent all, so this must be more than a moment's worth.
   */
  @WithDefault("16M")
  MemorySize unreadAnswer();

  /** How long such a client may read nothing before it is cut off. */
  @WithDefault("30s")
  Duration unreadPatience();
}
