package dev.grove.inference.drift;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.inference.Bundles;
import dev.grove.inference.serving.StoredCopies;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** Models on the disk of a service whose registry is nowhere, with references of made rows. */
public final class WatchedModels implements QuarkusTestResourceLifecycleManager {
  private static final String[] BRANDS = {"Acme", "Globex", "Initech"};

  @Override
  public Map<String, String> start() {
    try {
      Path directory =
          Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "watched");
      StoredCopies copies = new StoredCopies(directory);
      copies.add("calm", withReference(Bundles.products(1)), 1);
      copies.add("judged", withReference(withScores(Bundles.labels(1))), 2);
      copies.add("merged", withReference(Bundles.products(2)), 3);
      copies.add("moved", withReference(Bundles.values(1)), 4);
      copies.add("old", Bundles.values(2), 5);
      copies.add("severed", withReference(Bundles.withFallback(Bundles.values(3), 1)), 6);
      return Map.ofEntries(
          Map.entry("grove.registry.url", "http://127.0.0.1:1"),
          Map.entry("grove.serving.directory", directory.toString()),
          Map.entry("grove.drift.window-rows", "400"),
          Map.entry("grove.drift.smallest-window", "400"),
          Map.entry("grove.drift.tick", "50ms"),
          Map.entry("grove.drift.max-merged", "3"),
          Map.entry("grove.drift.max-merge-size", "1M"),
          Map.entry("grove.feedback.window-rows", "100"),
          Map.entry("grove.feedback.max-items", "500"),
          Map.entry("grove.feedback.max-size", "100K"),
          Map.entry("grove.fallback.models.severed.under-drift", "prior"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ModelBundle withScores(ModelBundle bundle) throws IOException {
    return new ModelBundle(
        bundle.input(),
        bundle.encoding(),
        bundle.labels(),
        bundle.modelText(),
        bundle.forest(),
        bundle.golden(),
        new ObjectMapper()
            .readTree("{\"splits\": {\"test\": {\"rows\": 5000, \"accuracy\": 0.9}}}"),
        bundle.lineage());
  }

  static ModelBundle withReference(ModelBundle bundle) {
    ReferenceBuilder builder = ReferenceProfile.builder(bundle.input(), bundle.labels(), 1);
    Random random = new Random(1);
    Row row = bundle.input().newRow();
    FeatureVector vector = bundle.encoding().newVector();
    double[] scores = new double[bundle.forest().outputs()];
    for (int i = 0; i < 4_000; i++) {
      row.clear();
      row(random, 1)
          .forEach(
              (column, value) -> row.setText(bundle.input().indexOf(column), value.toString()));
      builder.row(row);
      bundle.encoding().encode(row, vector);
      bundle.forest().rawScores(vector, scores);
      builder.prediction(Prediction.of(bundle.labels(), bundle.forest().objective(), scores));
    }
    return bundle.withReference(builder.build());
  }

  /** A row whose price is so many times what it was when the models were made. */
  static Map<String, Object> row(Random random, double dearer) {
    Map<String, Object> row = new HashMap<>();
    row.put("title", "Garden hose no " + random.nextInt(500));
    row.put("brand", BRANDS[Math.min(random.nextInt(3), random.nextInt(3))]);
    row.put("price", dearer * 10 * Math.exp(0.5 * random.nextGaussian()));
    row.put("reviews", random.nextInt(200));
    row.put("in_stock", random.nextInt(4) > 0);
    row.put("listed", "2026-01-" + (10 + random.nextInt(20)));
    return row;
  }

  @Override
  public void stop() {}
}
