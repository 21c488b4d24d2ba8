package dev.grove.inference.scoring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Where data-service is, if datasets are to be scored. */
@ConfigMapping(prefix = "grove.data")
public interface DataConfig {
  Optional<URI> url();

  /** How long one answer may take, the rows of a dataset apart. */
  @WithDefault("30s")
  Duration timeout();
}
