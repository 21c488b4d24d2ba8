package dev.grove.data.dataset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where tables lie, and what the engine may take to read and write them. */
@ConfigMapping(prefix = "grove.datasets")
public interface DatasetsConfig {
  /** Holds the stored versions and, beside them, what is not yet or no longer needed. */
  Path directory();

  /** Memory of one DuckDB job; what needs more goes to files. */
  @WithDefault("512MB")
  String engineMemory();

  /** Threads of one DuckDB job. */
  @WithDefault("2")
  int engineThreads();
}
