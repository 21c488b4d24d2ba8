package dev.grove.bundle.drift;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Row;
import dev.grove.bundle.Task;
import java.util.List;
import java.util.SplittableRandom;

/** Rows of a shop, with every kind of column. */
final class Shop {
  static final InputSchema INPUT =
      new InputSchema(
          List.of(
              new Column("price", ColumnType.DOUBLE),
              new Column("discount", ColumnType.INTEGER),
              new Column("brand", ColumnType.STRING),
              new Column("seller", ColumnType.STRING),
              new Column("title", ColumnType.STRING),
              new Column("in_stock", ColumnType.BOOLEAN),
              new Column("listed", ColumnType.DATE)),
          Cleaning.DEFAULT);

  static final Labels LABELS = Labels.ofClasses(Task.MULTICLASS, "kind", List.of("a", "b", "c"));
  static final Labels VALUE = new Labels(Task.REGRESSION, "value", List.of());

  private static final String[] BRANDS = {"Acme", "Globex", "Initech", "Umbrella"};

  private Shop() {}

  /** A row with a discount in one of ten, a missing brand in one of twenty. */
  static Row row(SplittableRandom random) {
    Row row = INPUT.newRow();
    row.setText(0, Double.toString(10 + 5 * gaussian(random)));
    row.setText(1, random.nextInt(10) == 0 ? Integer.toString(1 + random.nextInt(500)) : "0");
    int brand = Math.min(random.nextInt(4), random.nextInt(4));
    row.setText(2, random.nextInt(20) == 0 ? null : BRANDS[brand]);
    row.setText(3, "seller-" + (int) Math.pow(5_000, random.nextDouble()));
    row.setText(4, "Nice thing no " + random.nextInt(2_000) + " for house and garden");
    row.setText(5, random.nextInt(4) == 0 ? "false" : "true");
    row.setText(6, "2026-0" + (1 + random.nextInt(9)) + "-1" + random.nextInt(10));
    return row;
  }

  private static double gaussian(SplittableRandom random) {
    return Math.sqrt(-2 * Math.log(1 - random.nextDouble()))
        * Math.cos(2 * Math.PI * random.nextDouble());
  }

  static ReferenceProfile profile(int rows, int answers, long seed) {
    ReferenceBuilder builder = ReferenceProfile.builder(INPUT, LABELS, seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < rows; i++) {
      builder.row(row(random));
    }
    for (int i = 0; i < answers; i++) {
      builder.predictedClass(random.nextInt(10) == 0 ? 1 : 0, 0.5 + random.nextDouble() / 2);
    }
    return builder.build();
  }
}
