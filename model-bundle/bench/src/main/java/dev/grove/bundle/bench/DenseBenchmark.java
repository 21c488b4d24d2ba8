package dev.grove.bundle.bench;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
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

/** Raw scores of dense rows, another row each time: time a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DenseBenchmark {
  private static final int ROWS = 4096;
  private static final int BATCH = 1000;

  @Param({"BINARY", "MULTICLASS", "REGRESSION"})
  BenchModel model;

  private final double[][] rows = DenseRows.next(ROWS, 77);
  private final double[] batch = new double[BATCH * DenseRows.COLUMNS];
  private double[] scores;
  private double[] batchScores;
  private SWIGTYPE_p_void nativeBatch;
  private Scorer scorer;
  private Booster booster;
  private int next;

  /** Also makes sure that both say the same. */
  @Setup
  public void load() {
    String text = model.text();
    scorer = Forest.parse(text).scorer();
    booster = Booster.load(text, model.outputs());
    booster.prepare(DenseRows.COLUMNS, BATCH);
    scores = new double[model.outputs()];
    batchScores = new double[BATCH * model.outputs()];
    SWIGTYPE_p_double copy = lightgbmlib.new_doubleArray(batch.length);
    for (int i = 0; i < batch.length; i++) {
      batch[i] = rows[i / DenseRows.COLUMNS][i % DenseRows.COLUMNS];
      lightgbmlib.doubleArray_setitem(copy, i, batch[i]);
    }
    nativeBatch = lightgbmlib.double_to_voidp_ptr(copy);
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
    booster.one(rows[next++ & ROWS - 1], scores);
    return scores;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double[] groveBatch() {
    scorer.rawScores(batch, BATCH, batchScores);
    return batchScores;
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double[] lightGbmBatch() {
    booster.batch(nativeBatch, BATCH, batchScores);
    return batchScores;
  }
}
