package dev.grove.bundle.trees;

import dev.grove.bundle.features.FeatureVector;
import java.util.List;
import java.util.Optional;

/**
 * A LightGBM model that scores in pure Java, with the same bits as LightGBM's own raw scores.
 * Immutable and thread-safe. Whoever scores many rows asks for a {@link #scorer}.
 */
public final class Forest {
  private final int features;
  private final int outputs;
  private final int trees;
  private final boolean averaged;
  private final Objective objective;
  private final Leaves leaves;
  private final PlainTrees plain;
  private final Layout layout;
  private final Explanation explanation;

  private Forest(Header header, List<Tree> trees) {
    features = header.features();
    outputs = header.outputs();
    this.trees = trees.size();
    List<LeafOrder> orders = trees.stream().map(LeafOrder::of).toList();
    leaves = new Leaves(trees, orders);
    plain = new PlainTrees(trees, orders, leaves);
    layout = Layouts.likely(plain, features);
    explanation = Explanation.of(trees, features, outputs);
    averaged = header.averaged();
    objective = averaged ? header.objective().averagedOver(iterations()) : header.objective();
  }

  /**
   * @param text LightGBM's model text
   * @throws InvalidModelText if it is not one, or exceeds a bound
   */
  public static Forest parse(String text) {
    LightGbmText parsed = LightGbmText.parse(text);
    return new Forest(parsed.header(), parsed.trees());
  }

  private Forest(Forest other, Layout layout) {
    features = other.features;
    outputs = other.outputs;
    trees = other.trees;
    averaged = other.averaged;
    objective = other.objective;
    leaves = other.leaves;
    plain = other.plain;
    this.layout = layout;
    explanation = other.explanation;
  }

  /**
   * The same forest, laid out as is fastest for such rows on this machine. Takes some 20 ms at
   * most, in a young JVM 0.2 s more, and changes no result.
   *
   * @param rows of this model; with none, the forest stays as it is
   */
  public Forest fastestFor(List<FeatureVector> rows) {
    List<Layout> candidates = layouts();
    // The plain trees have never won where another layout fits.
    List<Layout> serious = candidates.subList(0, Math.max(1, candidates.size() - 1));
    if (rows.isEmpty() || serious.size() < 2) {
      return this;
    }
    Layouts.warmUp(serious, trees, rows);
    return new Forest(this, Layouts.fastest(serious, trees, rows, System::nanoTime));
  }

  /** All layouts that suit it, the likeliest to be fast first, the plain trees last. */
  List<Layout> layouts() {
    return Layouts.all(plain, features);
  }

  Layout layout() {
    return layout;
  }

  /** Encoded features that a row must have. */
  public int features() {
    return features;
  }

  /** Raw scores a row: the number of classes in multiclass, else 1. */
  public int outputs() {
    return outputs;
  }

  /** Boosting rounds. */
  public int iterations() {
    return trees / outputs;
  }

  /** Trees: those of each round follow each other, one an output. */
  public int trees() {
    return trees;
  }

  /**
   * Turns raw scores into predictions. In a random forest, whose raw scores are sums as LightGBM's
   * are, that begins with the mean over the iterations.
   */
  public Objective objective() {
    return objective;
  }

  /** What turns the raw scores of some iterations into predictions. */
  public Objective objective(Iterations which) {
    int count = which.to(iterations()) - which.from(iterations());
    return averaged ? objective.averagedOver(count) : objective;
  }

  /** What scores rows for one thread. */
  public Scorer scorer() {
    return scorer(Iterations.ALL);
  }

  /** What scores rows for one thread by some of the iterations. */
  public Scorer scorer(Iterations which) {
    return new Scorer(this, layout.finder(), which);
  }

  /** The scorer of a certain layout. */
  Scorer scorer(Layout layout, Iterations which) {
    return new Scorer(this, layout.finder(), which);
  }

  /** Why there are no {@link #contributions}; empty if there are. */
  public Optional<String> unexplained() {
    return Optional.ofNullable(explanation.refusal());
  }

  /** What tells the raw scores of one thread's rows apart by features. */
  public Contributions contributions() {
    return contributions(Iterations.ALL);
  }

  /**
   * What tells the raw scores of some of the iterations apart by features.
   *
   * @throws UnsupportedOperationException if the forest is {@link #unexplained}; LightGBM itself
   *     has no contributions for linear trees
   */
  public Contributions contributions(Iterations which) {
    if (explanation.refusal() != null) {
      throw new UnsupportedOperationException("no contributions: " + explanation.refusal());
    }
    int total = iterations();
    List<Tree> used = plain.trees().subList(which.from(total) * outputs, which.to(total) * outputs);
    return new Contributions(used, features, outputs, explanation.room());
  }

  /**
   * Scores a row now and then, without working memory and slower than a {@link #scorer}.
   *
   * @param row {@link #features} values
   * @param out receives {@link #outputs} raw scores
   * @throws IllegalArgumentException if either array has another length
   */
  public void rawScores(double[] row, double[] out) {
    new Scorer(this, plain, Iterations.ALL).rawScores(row, out);
  }

  /** As for the dense row. */
  public void rawScores(FeatureVector row, double[] out) {
    rawScores(row.values(), out);
  }

  /** LightGBM's importances: number of splits per feature. */
  public long[] splitImportance() {
    return plain.splits(features);
  }

  /** LightGBM's importances: total gain per feature. */
  public double[] gainImportance() {
    return plain.gains(features);
  }

  Leaves leaves() {
    return leaves;
  }
}
