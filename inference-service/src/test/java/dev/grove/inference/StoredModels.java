package dev.grove.inference;

import dev.grove.inference.serving.StoredCopies;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Copies on the disk of a service whose registry is nowhere. */
public final class StoredModels implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "stored");
      StoredCopies copies = new StoredCopies(directory);
      copies.add("labels", Bundles.labels(1), 1);
      copies.add("odd name/with: ünïcode", Bundles.values(1), 2);
      copies.add("products", Bundles.products(1), 3);
      return Map.of(
          "grove.registry.url", "http://127.0.0.1:1",
          "grove.serving.directory", directory.toString(),
          "grove.predict.max-row-size", "100K",
          "grove.predict.max-batch-size", "1M",
          "grove.predict.max-batch-rows", "1000");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {}
}
