package dev.grove.inference;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Gives a Quarkus test the real registry and the real data-service, if they were built. */
public final class DataResource implements QuarkusTestResourceLifecycleManager {
  private RegistryFixture services;

  @Override
  public Map<String, String> start() {
    Map<String, String> config = new HashMap<>();
    try {
      Path directory =
          Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "scoring");
      config.put("grove.serving.poll", "200ms");
      config.put("grove.serving.directory", directory.resolve("serving").toString());
      config.put("grove.registry.url", "http://127.0.0.1:1");
      if (RegistryFixture.isBuilt() && RegistryFixture.isDataBuilt()) {
        services = RegistryFixture.start(directory);
        config.put("grove.registry.url", services.url().toString());
        config.put("grove.data.url", services.startData().toString());
      }
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(services, new TestInjector.MatchesType(RegistryFixture.class));
  }

  @Override
  public void stop() {
    try {
      if (services != null) {
        services.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
