package dev.grove.bundle.bench;

import java.util.Random;

/** Rows of 28 numbers, some of them missing, and a number that depends on all of them. */
final class DenseRows {
  static final int COLUMNS = 28;

  private DenseRows() {}

  static double[][] next(int count, long seed) {
    Random random = new Random(seed);
    double[][] rows = new double[count][COLUMNS];
    for (double[] row : rows) {
      for (int column = 0; column < COLUMNS; column++) {
        row[column] =
            column < 20
                ? random.nextGaussian()
                : column < 24 ? Math.exp(random.nextGaussian()) : random.nextInt(40);
      }
      if (random.nextInt(4) == 0) {
        row[random.nextInt(COLUMNS)] = Double.NaN;
      }
    }
    return rows;
  }

  static double signal(double[] row, Random random) {
    double sum = 0.3 * random.nextGaussian();
    for (int column = 0; column < 20; column += 2) {
      sum += Math.sin(2 * known(row[column])) * known(row[column + 1]);
    }
    for (int column = 20; column < 24; column++) {
      sum += 0.3 * Math.log(known(row[column]) + 0.1);
    }
    for (int column = 24; column < COLUMNS; column++) {
      sum += (int) known(row[column]) * 37 % 11 / 11.0;
    }
    return sum;
  }

  private static double known(double value) {
    return Double.isNaN(value) ? 0.7 : value;
  }
}
