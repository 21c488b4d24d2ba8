package dev.grove.training.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How jobs are run. */
@ConfigMapping(prefix = "grove.jobs")
interface JobsConfig {
  /** Holds each job's data, temporary files and, until it is published, its bundle. */
  @WithDefault("${java.io.tmpdir}/grove-jobs")
  Path directory();

  /** Jobs that train at the same time; 0 leaves them to other replicas. */
  @WithDefault("1")
  int concurrency();

  /** The most heap of a training process, as in {@code -Xmx}; native memory comes on top. */
  @WithDefault("2g")
  String workerHeap();

  /** How long a job stays with an owner that is not heard of. */
  @WithDefault("15s")
  Duration lease();

  /** The longest pause before a queued job is noticed. */
  @WithDefault("500ms")
  Duration poll();

  /** How often a job is begun whose service died under it. */
  @WithDefault("3")
  int attempts();

  /** How long a registry that is away is waited for, before a trained job fails. */
  @WithDefault("24h")
  Duration publishPatience();
}
