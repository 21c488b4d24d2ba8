package dev.grove.inference.serving;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Contributions;
import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.Scorer;
import java.util.Arrays;

/**
 * The working memory of one row's prediction, made for one model and used again and again: a wide
 * model's vector is too large to allocate for each request. Not thread-safe.
 */
public final class Scratch {
  private final ModelBundle bundle;
  private final Row row;
  private final FeatureVector vector;
  private final Scorer scorer;

  /** Made when the fallback forest is first asked, for it seldom is. */
  private Scorer fallbackScorer;

  /** Made when somebody first asks for it, and of which forest. */
  private Contributions contributions;

  private Forest explained;

  private final double[] scores;
  private final boolean[] filled;

  Scratch(ModelBundle bundle) {
    this.bundle = bundle;
    this.row = bundle.input().newRow();
    this.vector = new FeatureVector(bundle.encoding().size());
    this.scorer = bundle.forest().scorer();
    this.scores = new double[bundle.forest().outputs()];
    this.filled = new boolean[bundle.input().columns().size()];
  }

  /** Bytes, about: the encoded vector with its marks, and the row. */
  long weight() {
    return 256 + vector.size() * 8L + vector.size() / 8 + filled.length * 26L + scores.length * 8L;
  }

  /** The row to fill. */
  public Row row() {
    return row;
  }

  /** Makes every value missing and every column unfilled. */
  public void clear() {
    row.clear();
    Arrays.fill(filled, false);
  }

  /** Notes that a column gets its value; false if it had one already. */
  public boolean fill(int column) {
    if (filled[column]) {
      return false;
    }
    filled[column] = true;
    return true;
  }

  /** The row, encoded; valid until the next call. */
  public FeatureVector encode() {
    bundle.encoding().encode(row, vector);
    return vector;
  }

  /** The raw scores behind the last prediction; valid until the next. */
  public double[] rawScores() {
    return scores;
  }

  /** What the model's forest makes of the row that was encoded last. */
  public Prediction score() {
    return score(bundle.forest(), scorer);
  }

  /** What the bundle's fallback forest makes of the row that was encoded last. */
  public Prediction scoreFallback() {
    Forest forest = bundle.fallback().forest();
    if (fallbackScorer == null) {
      fallbackScorer = forest.scorer();
    }
    return score(forest, fallbackScorer);
  }

  /** What the raw scores mean that the model's forest gave. */
  public Prediction prediction() {
    return Prediction.of(bundle.labels(), bundle.forest().objective(), scores);
  }

  /**
   * Tells the row's raw scores apart: output by output what each place of the vector contributed,
   * and then what is expected of a row of which nothing is known.
   *
   * @param forest of the bundle's, the one that scored the row that was encoded last
   * @throws UnsupportedOperationException if it cannot be explained
   */
  public double[] contributions(Forest forest) {
    if (contributions == null || explained != forest) {
      contributions = forest.contributions();
      explained = forest;
    }
    double[] out = new double[contributions.size()];
    contributions.of(vector, out);
    return out;
  }

  /** The vector's values, for forests that score many rows at once. */
  void copyVector(double[] to, int offset, int width) {
    if (vector.size() != width) {
      throw new IllegalArgumentException(
          "a vector of " + vector.size() + " does not fit a model of " + width);
    }
    System.arraycopy(vector.values(), 0, to, offset, width);
  }

  private Prediction score(Forest forest, Scorer by) {
    by.rawScores(vector, scores);
    return Prediction.of(bundle.labels(), forest.objective(), scores);
  }

  /** What the model's forest makes of the row. */
  public Prediction predict() {
    encode();
    return score();
  }
}
