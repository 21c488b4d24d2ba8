package dev.grove.bundle.bench;

import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.NativeLibraries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** The models that are compared; LightGBM trains each once, and its text stays in a directory. */
public enum BenchModel {
  BINARY("objective=binary num_leaves=31", 1, 100),
  MULTICLASS("objective=multiclass num_class=10 num_leaves=31", 10, 100),
  REGRESSION("objective=regression num_leaves=255", 1, 500),
  TEXT("objective=multiclass num_class=10 num_leaves=31 feature_fraction=0.3", 10, 100);

  private static final int DENSE_ROWS = 20_000;
  private static final int TEXT_ROWS = 6_000;

  private final String parameters;
  private final int outputs;
  private final int rounds;

  BenchModel(String parameters, int outputs, int rounds) {
    this.parameters = parameters;
    this.outputs = outputs;
    this.rounds = rounds;
  }

  int outputs() {
    return outputs;
  }

  /** The model's text; trains it if it is not there yet. */
  String text() {
    Path file = directory().resolve(name() + ".lgb");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(directory());
        Path unfinished = Files.createTempFile(directory(), name(), ".unfinished");
        Files.writeString(unfinished, train());
        Files.move(unfinished, file);
      }
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path directory() {
    return Path.of(System.getProperty("grove.bench.models", "target/models"));
  }

  private String train() {
    NativeLibraries.load();
    String all = parameters + " num_threads=1 verbosity=-1 seed=3 deterministic=true";
    if (this == TEXT) {
      float[] labels = new float[TEXT_ROWS];
      FeatureVector[] rows = TextRows.next(TEXT_ROWS, 1, labels);
      return Booster.train(Csr.of(rows), labels, all, rounds);
    }
    double[][] rows = DenseRows.next(DENSE_ROWS, 1);
    Random random = new Random(2);
    float[] labels = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = (float) label(DenseRows.signal(rows[i], random));
    }
    return Booster.train(Csr.of(Csr.vectors(rows)), labels, all, rounds);
  }

  private double label(double signal) {
    return switch (this) {
      case BINARY -> signal > 1 ? 1 : 0;
      case MULTICLASS -> Math.max(0, Math.min(9, Math.floor((signal + 8) / 2)));
      case REGRESSION, TEXT -> signal;
    };
  }
}
