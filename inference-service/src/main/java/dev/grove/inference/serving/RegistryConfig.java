package dev.grove.inference.serving;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;

/** Where the registry is. */
@ConfigMapping(prefix = "grove.registry")
public interface RegistryConfig {
  @WithDefault("http://127.0.0.1:5000")
  URI url();

  /** How long one answer, a file's content apart, may take. */
  @WithDefault("5s")
  Duration timeout();
}
