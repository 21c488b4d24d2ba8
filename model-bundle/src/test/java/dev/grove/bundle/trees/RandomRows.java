package dev.grove.bundle.trees;

import java.util.Random;

/** Rows that visit the corners of LightGBM's decisions, and labels that depend on them. */
final class RandomRows {
  static final int COLUMNS = 14;
  static final String CATEGORICAL = "6,7,8,9";

  /** Zeros and their neighbourhood first, then what is missing, endless, or no proper category. */
  static final double[] ODD = {
    0.0,
    -0.0,
    1e-36,
    -1e-36,
    1e-35,
    -1e-35,
    1e-35f,
    -1e-35f,
    Math.nextUp((double) 1e-35f),
    Math.nextDown((double) 1e-35f),
    Math.nextUp((double) -1e-35f),
    Math.nextDown((double) -1e-35f),
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    -Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1e300,
    -1e300,
    -1,
    -0.5,
    -1.5,
    0.5,
    0.99,
    31,
    31.9,
    32,
    33,
    63,
    64,
    65,
    999,
    5000,
    1e6,
    2147483646,
    2147483647,
    2147483648.0,
    4294967296.0,
    4294967297.0,
    -2147483648.0,
    -2147483649.0,
    9.3e18
  };

  private final Random random;

  RandomRows(long seed) {
    random = new Random(seed);
  }

  double[][] next(int count) {
    double[][] rows = new double[count][];
    for (int i = 0; i < count; i++) {
      rows[i] = next();
    }
    return rows;
  }

  private double[] next() {
    double[] row = new double[COLUMNS];
    row[0] = random.nextGaussian();
    row[1] = random.nextInt(4) > 0 ? random.nextGaussian() : random.nextBoolean() ? 0.0 : -0.0;
    row[2] = random.nextInt(11) - 5;
    row[3] = random.nextInt(6) == 0 ? Double.NaN : random.nextGaussian();
    row[4] = Math.exp(12 * random.nextGaussian()) * (random.nextBoolean() ? 1 : -1);
    if (random.nextInt(12) == 0) {
      row[4] = random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    row[5] = random.nextInt(3) == 0 ? ODD[random.nextInt(14)] : random.nextInt(5) - 2;
    row[6] = random.nextInt(6);
    row[7] = random.nextInt(10) == 0 ? Double.NaN : random.nextInt(60);
    row[8] = random.nextInt(20) == 0 ? -1 - random.nextInt(3) : random.nextInt(150);
    row[9] = random.nextInt(40) * 97;
    row[10] = random.nextInt(10) == 0 ? 1 + random.nextInt(5) : 0;
    row[11] = 7;
    row[12] = Math.exp(random.nextGaussian());
    row[13] = random.nextInt(8) == 0 ? Double.NaN : random.nextFloat();
    return row;
  }

  /** A number between about -4 and 4 that depends on most columns, with noise. */
  double signal(double[] row) {
    double sum = row[0] + 0.5 * row[1] * Math.signum(row[2]) + 0.1 * row[2];
    sum += Double.isNaN(row[3]) ? 0.7 : 0.4 * row[3];
    sum += 0.3 * Math.signum(row[4]) + (Math.abs(row[4]) > 1e6 ? 0.5 : 0);
    sum += row[5] > 0.5 ? 0.6 : Math.abs(row[5]) < 1e-30 ? -0.4 : 0;
    sum += row[6] * 31 % 7 / 7 - 0.5;
    sum += Double.isNaN(row[7]) ? 0.8 : row[7] * 37 % 11 / 11 - 0.5;
    sum += row[8] < 0 ? 1 : row[8] * 53 % 17 / 17 - 0.5;
    sum += row[9] * 13 % 19 / 19 - 0.5;
    sum += 0.3 * row[10] - 0.2 * Math.log(row[12]) + (Double.isNaN(row[13]) ? 0.5 : row[13]);
    return sum + 0.5 * random.nextGaussian();
  }

  /**
   * Puts odd values, unseen categories and a model's own thresholds into some of the cells.
   *
   * @param thresholds what the model compares with, at least one
   */
  void disturb(double[][] rows, double[] thresholds) {
    for (double[] row : rows) {
      int cells = random.nextInt(6);
      for (int i = 0; i < cells; i++) {
        int column = random.nextInt(COLUMNS);
        double threshold = thresholds[random.nextInt(thresholds.length)];
        row[column] =
            switch (random.nextInt(6)) {
              case 0, 1 -> ODD[random.nextInt(ODD.length)];
              case 2 -> threshold;
              case 3 -> random.nextBoolean() ? Math.nextUp(threshold) : Math.nextDown(threshold);
              case 4 -> random.nextInt(6000) - 100;
              default -> -row[column];
            };
      }
    }
  }
}
