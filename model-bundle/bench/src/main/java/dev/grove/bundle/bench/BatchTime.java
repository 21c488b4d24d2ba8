package dev.grove.bundle.bench;

import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.Scorer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times batches of 1,000 dense rows for a script that gives another library the same: writes the
 * rows, as little-endian doubles, beside the models, and prints the median and the best time in
 * microseconds a row. Arguments: a model, and how many seconds.
 */
public final class BatchTime {
  private static final int ROWS = 1000;

  private BatchTime() {}

  public static void main(String[] arguments) throws IOException {
    BenchModel model = BenchModel.valueOf(arguments[0]);
    long nanos = (long) (Double.parseDouble(arguments[1]) * 1e9);
    double[] rows =
        Arrays.stream(DenseRows.next(ROWS, 77)).flatMapToDouble(Arrays::stream).toArray();
    Scorer scorer = Forest.parse(model.text()).scorer();
    ByteBuffer bytes = ByteBuffer.allocate(8 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(rows);
    Path file = BenchModel.directory().resolve("rows.f64");
    Files.write(file, bytes.array());
    double[] scores = new double[ROWS * model.outputs()];
    time(scorer, rows, scores, nanos / 2);
    double[] times = time(scorer, rows, scores, nanos);
    System.out.printf(
        Locale.ROOT, "%.3f %.3f %.17g%n", times[times.length / 2], times[0], scores[0]);
  }

  private static double[] time(Scorer scorer, double[] rows, double[] scores, long nanos) {
    double[] times = new double[1 << 16];
    int count = 0;
    long start = System.nanoTime();
    long now = start;
    while (count == 0 || now - start < nanos && count < times.length) {
      scorer.rawScores(rows, ROWS, scores);
      long then = now;
      now = System.nanoTime();
      times[count++] = (now - then) / 1e3 / ROWS;
    }
    double[] sorted = Arrays.copyOf(times, count);
    Arrays.sort(sorted);
    return sorted;
  }
}
