package dev.grove.registry.garbage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** When what is deleted is deleted for good. */
@ConfigMapping(prefix = "grove.gc")
public interface GarbageConfig {
  /** How long something lies in the bin; without it, only a call empties the bin. */
  Optional<Duration> after();

  /** How often the registry looks whether there is something to do. */
  @WithDefault("10s")
  Duration poll();
}
