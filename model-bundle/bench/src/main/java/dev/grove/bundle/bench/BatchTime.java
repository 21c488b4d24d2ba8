package dev.grove.bundle.bench;

import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.Scorer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times batches of 1,000 rows for a script that gives another library the same: writes the rows and
 * their raw scores, as little-endian doubles, beside the models, and prints the median and the best
 * time in microseconds a row. Arguments: a model, and how many seconds.
 */
public final class BatchTime {
  private static final int ROWS = 1000;

  private BatchTime() {}

  public static void main(String[] arguments) throws IOException {
    BenchModel model = BenchModel.valueOf(arguments[0]);
    long nanos = (long) (Double.parseDouble(arguments[1]) * 1e9);
    double[][] rows = new double[ROWS][];
    double[] scores = new double[ROWS * model.outputs()];
    Runnable batch = batch(model, rows, scores);
    time(batch, nanos / 2);
    double[] times = time(batch, nanos);
    write(model.name() + ".rows", rows);
    write(model.name() + ".scores", scores);
    System.out.printf(Locale.ROOT, "%.3f %.3f%n", times[times.length / 2], times[0]);
  }

  /** Scores all rows; those of a text stay sparse. */
  private static Runnable batch(BenchModel model, double[][] rows, double[] scores) {
    Scorer scorer = Forest.parse(model.text()).scorer();
    if (model == BenchModel.TEXT) {
      FeatureVector[] vectors = TextRows.next(ROWS, 77, new float[ROWS]);
      Arrays.setAll(rows, i -> vectors[i].values());
      double[] one = new double[model.outputs()];
      return () -> {
        for (int i = 0; i < ROWS; i++) {
          scorer.rawScores(vectors[i], one);
          System.arraycopy(one, 0, scores, i * one.length, one.length);
        }
      };
    }
    System.arraycopy(DenseRows.next(ROWS, 77), 0, rows, 0, ROWS);
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return () -> scorer.rawScores(flat, ROWS, scores);
  }

  private static double[] time(Runnable batch, long nanos) {
    double[] times = new double[1 << 16];
    int count = 0;
    long start = System.nanoTime();
    long now = start;
    while (count == 0 || now - start < nanos && count < times.length) {
      batch.run();
      long then = now;
      now = System.nanoTime();
      times[count++] = (now - then) / 1e3 / ROWS;
    }
    double[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static void write(String name, double[]... rows) throws IOException {
    Path file = BenchModel.directory().resolve(name);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      for (double[] row : rows) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * row.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(row);
        out.write(bytes.array());
      }
    }
  }
}
