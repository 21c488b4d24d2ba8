package dev.grove.inference.traffic;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much may wait for shadows. */
@ConfigMapping(prefix = "grove.traffic")
public interface TrafficConfig {
  /** Rows that may wait for their shadow; more are dropped and counted. */
  @WithDefault("1000")
  int shadowQueue();

  /** What these rows may weigh together. */
  @WithDefault("64M")
  MemorySize shadowQueueSize();
}
