package dev.grove.inference.scoring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much is scored in the background, and what is kept of it. */
@ConfigMapping(prefix = "grove.scoring")
public interface ScoringConfig {
  /** Jobs that run at the same time. */
  @WithDefault("1")
  int jobs();

  /** Jobs that may wait. */
  @WithDefault("20")
  int queue();

  /** Jobs that are remembered; of more, those that ended first are forgotten. */
  @WithDefault("100")
  int kept();

  /** How long a job that has ended is remembered, with its result. */
  @WithDefault("24h")
  Duration retention();

  /** What all results may weigh on the disk together. */
  @WithDefault("5G")
  MemorySize disk();

  /** How long data-service may send nothing before a job fails. */
  @WithDefault("60s")
  Duration stall();
}
