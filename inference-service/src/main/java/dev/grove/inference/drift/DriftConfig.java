package dev.grove.inference.drift;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How traffic is watched, and who is told. */
@ConfigMapping(prefix = "grove.drift")
public interface DriftConfig {
  /** Whether rows are counted at all. */
  @WithDefault("true")
  boolean enabled();

  /** A window ends with so many rows. */
  @WithDefault("2000")
  long windowRows();

  /** A window ends after this time, if it has the smallest number of rows. */
  @WithDefault("1H")
  Duration windowTime();

  /** Nothing is said about fewer rows. */
  @WithDefault("500")
  long smallestWindow();

  /** The chance that is put up with of an alarm in a window without drift. */
  @WithDefault("0.01")
  double falseAlarms();

  /** The share of the columns that must drift to be severe. */
  @WithDefault("0.5")
  double severeShare();

  /** The Jensen-Shannon distance of a single column that is severe. */
  @WithDefault("0.4")
  double severeEffect();

  /** How often counts are gathered and windows ended by time. */
  @WithDefault("1s")
  Duration tick();

  /** How many verdicts of a version are remembered. */
  @WithDefault("48")
  int history();

  /** Versions that are watched at the most; the one that was idle longest goes. */
  @WithDefault("256")
  int maxVersions();

  /**
   * Cells that all versions may count together, of about a kilobyte each: beyond them those
   * versions go that were idle longest, if they were for a minute.
   */
  @WithDefault("50000")
  long maxCells();

  /** Windows that can be merged in one request. */
  @WithDefault("100")
  int maxMerged();

  /** The longest body of a merge. */
  @WithDefault("4M")
  MemorySize maxMergeSize();

  Webhooks webhooks();

  /** Who is told of changes of state. */
  interface Webhooks {
    Optional<List<URI>> urls();

    /** The key of the signatures. */
    Optional<String> secret();

    /** How long one try may take. */
    @WithDefault("10s")
    Duration timeout();

    @WithDefault("8")
    int maxAttempts();

    /** The pause after the first failure; it doubles from there. */
    @WithDefault("1s")
    Duration firstPause();

    @WithDefault("5M")
    Duration longestPause();

    /** Events that wait for their delivery; beyond, the oldest are dropped and counted. */
    @WithDefault("256")
    int queue();
  }
}
