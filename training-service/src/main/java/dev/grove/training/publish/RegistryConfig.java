package dev.grove.training.publish;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where runs and models are published. */
@ConfigMapping(prefix = "grove.registry")
public interface RegistryConfig {
  @WithDefault("http://127.0.0.1:5000")
  URI url();
}
