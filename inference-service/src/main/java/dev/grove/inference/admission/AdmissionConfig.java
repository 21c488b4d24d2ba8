package dev.grove.inference.admission;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/** How many requests are worked on at a time, and how many may wait for that, and how long. */
@ConfigMapping(prefix = "grove.admission")
public interface AdmissionConfig {
  /** Requests for single rows: short bodies on any scoring path but a batch's. */
  Rows rows();

  /** Batches, and all bodies that are long or of unknown length. */
  Batches batches();

  /**
   * Whether clients are told apart by what they say of themselves ({@code X-Grove-Client}, Basic
   * user, {@code X-Grove-Actor}), rather than by their address alone.
   */
  @WithDefault("true")
  boolean trustClientNames();

  /** Bytes a second below which a client counts as slow, while others wait for it. */
  @WithDefault("1K")
  MemorySize slowestClient();

  /** For how long a client may be slow before its connection is closed. */
  @WithDefault("10s")
  Duration slowPatience();

  /** Single rows. */
  interface Rows {
    /** How many are worked on at a time; missing: four for each processor. */
    OptionalInt working();

    @WithDefault("1000")
    int waiting();

    @WithDefault("250ms")
    Duration longestWait();
  }

  /** Batches. */
  interface Batches {
    /** How many are worked on at a time; missing: four for each processor. */
    OptionalInt working();

    @WithDefault("100")
    int waiting();

    @WithDefault("5s")
    Duration longestWait();
  }
}
