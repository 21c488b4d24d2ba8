package dev.grove.bundle.bench;

import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.Scorer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Raw scores of a text model's encoded rows, another row each time: time a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SparseBenchmark {
  private static final int ROWS = 1024;
  private static final int BATCH = 1000;

  @Param("TEXT")
  BenchModel model;

  private final FeatureVector[] rows = TextRows.next(ROWS, 77, new float[ROWS]);
  private final int[][] indices = new int[ROWS][];
  private final double[][] values = new double[ROWS][];
  private double[] scores;
  private double[] batchScores;
  private Csr batch;
  private Scorer scorer;
  private Booster booster;
  private int next;

  /** Also makes sure that both say the same. */
  @Setup
  public void load() {
    String text = model.text();
    scorer = Forest.parse(text).scorer();
    booster = Booster.load(text, model.outputs());
    booster.prepare(TextRows.columns(), BATCH);
    scores = new double[model.outputs()];
    batchScores = new double[BATCH * model.outputs()];
    for (int i = 0; i < ROWS; i++) {
      indices[i] = new int[rows[i].touched()];
      values[i] = new double[rows[i].touched()];
      for (int k = 0; k < indices[i].length; k++) {
        indices[i][k] = rows[i].touchedIndex(k);
        values[i][k] = rows[i].get(indices[i][k]);
      }
    }
    batch = Csr.of(Arrays.copyOf(rows, BATCH));
    double[] ours = groveBatch().clone();
    if (!Arrays.equals(ours, lightGbmBatch())) {
      throw new IllegalStateException("other scores than LightGBM's");
    }
  }

  @Benchmark
  public double[] groveRow() {
    scorer.rawScores(rows[next++ & ROWS - 1], scores);
    return scores;
  }

  @Benchmark
  public double[] lightGbmRow() {
    int row = next++ & ROWS - 1;
    booster.one(indices[row], values[row], scores);
    return scores;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double[] groveBatch() {
    for (int i = 0; i < BATCH; i++) {
      scorer.rawScores(rows[i], scores);
      System.arraycopy(scores, 0, batchScores, i * scores.length, scores.length);
    }
    return batchScores;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double[] lightGbmBatch() {
    booster.batch(batch, batchScores);
    return batchScores;
  }
}
