package dev.grove.registry.artifact;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where artifacts are kept. */
@ConfigMapping(prefix = "grove.artifacts")
public interface ArtifactConfig {
  /** Holds {@code files/}, and {@code staging/} for uploads under way. */
  @WithDefault("artifacts")
  Path directory();

  /** The largest file that an upload may bring. */
  @WithDefault("16G")
  MemorySize maxUpload();
}
