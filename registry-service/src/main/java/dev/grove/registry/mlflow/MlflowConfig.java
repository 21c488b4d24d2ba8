package dev.grove.registry.mlflow;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of what the registry reads into memory. */
@ConfigMapping(prefix = "grove.mlflow")
public interface MlflowConfig {
  /** The largest JSON body; artifacts have a bound of their own. */
  @WithDefault("8M")
  MemorySize maxBody();
}
