package dev.grove.inference.drift;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Row;
import dev.grove.bundle.Task;
import java.util.List;
import java.util.Random;

/** Rows of fifteen columns such as real tables have, with answers; one thing can be changed. */
final class MadeTraffic {
  static final InputSchema INPUT =
      new InputSchema(
          List.of(
              new Column("normal", ColumnType.DOUBLE),
              new Column("normal_with_gaps", ColumnType.DOUBLE),
              new Column("lognormal", ColumnType.DOUBLE),
              new Column("pareto", ColumnType.DOUBLE),
              new Column("age", ColumnType.INTEGER),
              new Column("capital_gain", ColumnType.INTEGER),
              new Column("two_humps", ColumnType.DOUBLE),
              new Column("poisson", ColumnType.INTEGER),
              new Column("skewed", ColumnType.STRING),
              new Column("ten_equal", ColumnType.STRING),
              new Column("half_of_ten", ColumnType.STRING),
              new Column("flag", ColumnType.BOOLEAN),
              new Column("merchant", ColumnType.STRING),
              new Column("rare_values", ColumnType.STRING),
              new Column("title", ColumnType.STRING)),
          Cleaning.DEFAULT);

  static final Labels LABELS =
      Labels.ofClasses(Task.MULTICLASS, "kind", List.of("one", "three", "two"));

  /** What can change in the traffic. */
  enum Change {
    NONE("nothing", 0),
    NORMAL("normal: mean + 0.2 σ", 2_000),
    NORMAL_WITH_GAPS("normal, 5 % missing: mean + 0.2 σ", 2_000),
    LOGNORMAL("lognormal: log mean + 0.2 σ", 2_000),
    PARETO("Pareto (α = 2): log + 0.2 σ", 2_000),
    AGE("whole years: mean + 0.2 σ", 2_000),
    TWO_HUMPS("two humps: + 0.2 σ", 2_000),
    POISSON("Poisson (mean 4): mean + 0.2 σ", 2_000),
    GAINS("capital gain: zeros 92 % → 87 %", 2_000),
    MISSING("missing 5 % → 10 %", 2_000),
    SKEWED("skewed categories: 10 % → 15 %", 2_000),
    TEN_EQUAL("ten equal categories: 10 % → 15 %", 2_000),
    RARE("a category: 2 % → 7 %", 2_000),
    UNSEEN("unseen values 0 % → 5 %", 2_000),
    MERCHANT("300 merchants: one 3 % → 8 %", 2_000),
    CONFIDENCE("confidence: mean − 0.2 σ", 2_000),
    PREDICTION("predicted class: 10 % → 15 %", 2_000),
    HALF("ten categories: 50 % → 55 %", 4_000),
    FLAG("a flag: 30 % → 35 %", 4_000),
    THIRD("predicted class: 35 % → 40 %", 4_000);

    final String words;
    final int rows;

    Change(String words, int rows) {
      this.words = words;
      this.rows = rows;
    }
  }

  private static final double SHIFT = 0.2;
  private static final double POINTS = 0.05;
  private static final String[] WORDS = {
    "red", "blue", "garden", "kitchen", "steel", "wooden", "small", "large", "set", "of", "two",
    "lamp", "table", "chair", "hose", "knife", "box", "with", "cover", "new"
  };

  private final Random random;
  private final Row row = INPUT.newRow();
  private int answer;
  private double confidence;

  MadeTraffic(long seed) {
    this.random = new Random(seed);
  }

  /** The next row, which is the same object each time. */
  Row next(Change change) {
    row.setText(0, number(random.nextGaussian() + (change == Change.NORMAL ? SHIFT : 0)));
    boolean gap = random.nextDouble() < 0.05 + (change == Change.MISSING ? POINTS : 0);
    double normal = random.nextGaussian() + (change == Change.NORMAL_WITH_GAPS ? SHIFT : 0);
    row.setText(1, gap ? null : number(normal));
    row.setText(
        2, number(Math.exp(random.nextGaussian() + (change == Change.LOGNORMAL ? SHIFT : 0))));
    double exponential = -Math.log(1 - random.nextDouble()) + (change == Change.PARETO ? SHIFT : 0);
    row.setText(3, number(Math.exp(exponential / 2)));
    double years = 38 + 13.0 * (random.nextGaussian() + (change == Change.AGE ? SHIFT : 0));
    row.setText(4, Long.toString(Math.max(17, Math.round(years))));
    boolean gain = random.nextDouble() < 0.08 + (change == Change.GAINS ? POINTS : 0);
    row.setText(
        5, gain ? Long.toString(Math.round(Math.exp(8.5 + 0.8 * random.nextGaussian()))) : "0");
    double hump = random.nextDouble() < 0.4 ? -2 : 2;
    double spread = Math.sqrt(1 + 4 * 0.96);
    row.setText(
        6,
        number(
            hump + random.nextGaussian() + (change == Change.TWO_HUMPS ? SHIFT * spread : 0)));
    row.setText(7, Integer.toString(poisson(4 + (change == Change.POISSON ? SHIFT * 2 : 0))));
    row.setText(8, pick(change == Change.SKEWED, 2, 0.55, 0.25, 0.10, 0.06, 0.03, 0.01));
    row.setText(
        9,
        pick(
            change == Change.TEN_EQUAL, 3, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1));
    double ninth = 0.5 / 9;
    row.setText(
        10,
        pick(
            change == Change.HALF,
            0,
            0.5,
            ninth,
            ninth,
            ninth,
            ninth,
            ninth,
            ninth,
            ninth,
            ninth,
            ninth));
    row.setText(
        11, Boolean.toString(random.nextDouble() < 0.3 + (change == Change.FLAG ? POINTS : 0)));
    row.setText(12, merchant(change));
    row.setText(13, rare(change));
    row.setText(14, title());
    answer(change);
    return row;
  }

  private void answer(Change change) {
    double draw = random.nextDouble();
    double third = 0.10 + (change == Change.PREDICTION ? POINTS : 0);
    double second = 0.35 + (change == Change.THIRD ? POINTS : 0);
    answer = draw < third ? 2 : draw < third + second ? 1 : 0;
    double logit = 1.5 + random.nextGaussian() - (change == Change.CONFIDENCE ? SHIFT : 0);
    confidence = 0.34 + 0.66 / (1 + Math.exp(-logit));
  }

  /** The class that a model would answer for the last row. */
  int answer() {
    return answer;
  }

  double confidence() {
    return confidence;
  }

  private static String number(double value) {
    return Double.toString(value);
  }

  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    int count = -1;
    for (double product = 1; product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }

  /** One value's share grows by the points, the others shrink in proportion. */
  private String pick(boolean changed, int grown, double... shares) {
    double draw = random.nextDouble();
    if (changed) {
      double share = shares[grown];
      if (random.nextDouble() < POINTS / (1 - share)) {
        return "v" + grown;
      }
    }
    int value = 0;
    while (value < shares.length - 1 && draw >= shares[value]) {
      draw -= shares[value++];
    }
    return "v" + value;
  }

  private String merchant(Change change) {
    if (change == Change.MERCHANT && random.nextDouble() < POINTS / 0.97) {
      return "m5";
    }
    return "m" + (int) (Math.pow(300, random.nextDouble()) - 1 + random.nextDouble());
  }

  private String rare(Change change) {
    if (change == Change.UNSEEN && random.nextDouble() < POINTS) {
      return "never seen";
    }
    return pick(change == Change.RARE, 4, 0.40, 0.30, 0.20, 0.08, 0.02);
  }

  private String title() {
    StringBuilder title = new StringBuilder();
    int words = 3 + random.nextInt(6);
    for (int i = 0; i < words; i++) {
      title.append(WORDS[(int) (WORDS.length * Math.pow(random.nextDouble(), 1.5))]).append(' ');
    }
    return title.append(random.nextInt(5_000)).toString();
  }
}
