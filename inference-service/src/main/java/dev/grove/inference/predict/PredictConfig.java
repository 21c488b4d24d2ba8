package dev.grove.inference.predict;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much one request may ask for. */
@ConfigMapping(prefix = "grove.predict")
public interface PredictConfig {
  /** The longest body of a single row. */
  @WithDefault("10M")
  MemorySize maxRowSize();

  /** The longest body of a batch. */
  @WithDefault("64M")
  MemorySize maxBatchSize();

  @WithDefault("10000")
  int maxBatchRows();
}
