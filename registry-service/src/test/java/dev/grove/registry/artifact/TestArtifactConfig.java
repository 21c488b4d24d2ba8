package dev.grove.registry.artifact;

import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** The configuration as the service reads it, from a few properties. */
final class TestArtifactConfig {
  private TestArtifactConfig() {}

  static ArtifactConfig of(Map<String, String> properties) {
    return new SmallRyeConfigBuilder()
        .withMapping(ArtifactConfig.class)
        .withConverter(
            io.quarkus.runtime.configuration.MemorySize.class, 100, new MemorySizeConverter())
        .withConverter(
            java.time.Duration.class, 100, new io.quarkus.runtime.configuration.DurationConverter())
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(ArtifactConfig.class);
  }
}
