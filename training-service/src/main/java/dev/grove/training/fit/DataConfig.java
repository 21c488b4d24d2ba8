package dev.grove.training.fit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where datasets come from. */
@ConfigMapping(prefix = "grove.data")
public interface DataConfig {
  @WithDefault("http://127.0.0.1:8081")
  URI url();
}
