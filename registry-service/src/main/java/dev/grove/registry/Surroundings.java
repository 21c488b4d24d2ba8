package dev.grove.registry;

import dev.grove.registry.artifact.ArtifactConfig;
import dev.grove.registry.artifact.ArtifactStore;
import dev.grove.registry.artifact.DirectoryArtifacts;
import dev.grove.registry.artifact.PartLimits;
import dev.grove.registry.artifact.S3Artifacts;
import dev.grove.registry.artifact.S3Clients;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.util.Random;
import java.util.random.RandomGenerator;

/** What the registry takes from outside: time, chance and the place of its files. */
final class Surroundings {
  private Surroundings() {}

  @Produces
  @Singleton
  static Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  static RandomGenerator random() {
    return new Random();
  }

  @Produces
  @Singleton
  @Startup
  static ArtifactStore artifacts(ArtifactConfig config, Clock clock, RandomGenerator random)
      throws IOException {
    if (config.store() == ArtifactConfig.Kind.S3) {
      return S3Clients.open(config, clock, random);
    }
    PartLimits limits = new PartLimits(config.maxUpload().asLongValue(), config.partsValidFor());
    return new DirectoryArtifacts(config.directory(), clock, random, limits);
  }

  static void close(@Disposes ArtifactStore artifacts) {
    if (artifacts instanceof S3Artifacts s3) {
      s3.close();
    }
  }
}
