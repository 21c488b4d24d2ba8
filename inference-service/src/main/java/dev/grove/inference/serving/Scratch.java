package dev.grove.inference.serving;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureVector;
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

  /** What the forest makes of the row. */
  public Prediction predict() {
    scorer.rawScores(encode(), scores);
    return Prediction.of(bundle.labels(), bundle.forest().objective(), scores);
  }
}
