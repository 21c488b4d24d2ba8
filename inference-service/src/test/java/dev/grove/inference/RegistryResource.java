package dev.grove.inference;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Gives a Quarkus test the real registry, if it was built. */
public final class RegistryResource implements QuarkusTestResourceLifecycleManager {
  private RegistryFixture registry;

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "following");
      String url = "http://127.0.0.1:1";
      if (RegistryFixture.isBuilt()) {
        registry = RegistryFixture.start(directory);
        url = registry.url().toString();
      }
      return Map.of(
          "grove.registry.url",
          url,
          "grove.serving.poll",
          "200ms",
          "grove.serving.directory",
          directory.resolve("serving").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(registry, new TestInjector.MatchesType(RegistryFixture.class));
  }

  @Override
  public void stop() {
    try {
      if (registry != null) {
        registry.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
