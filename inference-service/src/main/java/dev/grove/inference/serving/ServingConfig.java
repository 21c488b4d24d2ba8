package dev.grove.inference.serving;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is served, and from where. */
@ConfigMapping(prefix = "grove.serving")
public interface ServingConfig {
  /** The models to serve; empty: every registered model that has the alias. */
  Optional<List<String>> models();

  /** The alias that is followed. */
  @WithDefault("champion")
  String alias();

  /** The model behind {@code /predict}; missing: the one that was promoted last. */
  Optional<String> defaultModel();

  /** How often the registry is asked. */
  @WithDefault("1s")
  Duration poll();

  /** Whether the registry's events are followed, so that a promotion is served at once. */
  @WithDefault("true")
  boolean followEvents();

  /** How often the registry is asked while its events are followed. */
  @WithDefault("15s")
  Duration calmPoll();

  /** How long a stream of events may be silent before it counts as broken. */
  @WithDefault("45s")
  Duration eventSilence();

  /** The longest pause between two questions while the registry does not answer. */
  @WithDefault("5s")
  Duration maxPollBackoff();

  /** The longest pause before a version that failed is tried again. */
  @WithDefault("60s")
  Duration maxLoadBackoff();

  /** Where verified copies are kept. The directory belongs to one process. */
  @WithDefault(".grove/inference")
  Path directory();

  /** What all files of a bundle may weigh together. */
  @WithDefault("2G")
  MemorySize maxBundleSize();

  /** How long one file of a bundle may take. */
  @WithDefault("5M")
  Duration downloadTimeout();

  /** What all models may weigh in memory together; missing: half of the heap. */
  Optional<MemorySize> memory();

  /** What copies of versions that were asked for may weigh on the disk together. */
  @WithDefault("10G")
  MemorySize disk();

  /** How long a request waits for a version that has to be loaded. */
  @WithDefault("10s")
  Duration loadWait();

  /** How many requests at a time may wait for versions that have to be loaded. */
  @WithDefault("32")
  int loadWaiters();

  /** How long the list of a model's versions is believed. */
  @WithDefault("1s")
  Duration versionListAge();

  /** Whether clients may change what is in memory and where traffic goes. */
  @WithDefault("true")
  boolean clientControl();
}
