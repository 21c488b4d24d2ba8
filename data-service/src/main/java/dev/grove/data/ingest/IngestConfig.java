package dev.grove.data.ingest;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bounds of what a client may load. */
@ConfigMapping(prefix = "grove.ingest")
public interface IngestConfig {
  /** Largest table, counted without compression. */
  @WithDefault("4G")
  MemorySize maxBytes();

  /** Largest body: a table and what a form puts around it. */
  default long maxWireBytes() {
    return maxBytes().asLongValue() + (1 << 20);
  }

  /** Longest row, in characters; a longer one is rejected. */
  @WithDefault("16777216")
  int maxRowChars();

  @WithDefault("4096")
  int maxColumns();

  /** How many rejected rows are kept to be looked at; all of them are counted. */
  @WithDefault("10000")
  int maxRejectedKept();

  /** Tables that are parsed and written at the same time; further ones wait. */
  @WithDefault("2")
  int parallel();

  /** How long a table waits for its turn before the client is told to come back. */
  @WithDefault("5m")
  Duration patience();
}
