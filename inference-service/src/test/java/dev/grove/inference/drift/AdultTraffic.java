package dev.grove.inference.drift;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Row;
import dev.grove.bundle.Task;
import dev.grove.bundle.drift.CellFinder;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.drift.ReferenceProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The Adult table's rows: some are a model's reference, the others its traffic. */
final class AdultTraffic {
  private static final int REFERENCE = 20_000;
  private static final Set<Integer> NUMBERS = Set.of(0, 2, 4, 10, 11, 12);
  private static final int INPUTS = 14;
  private static final Labels LABELS = Labels.ofClasses(Task.BINARY, "income", List.of("a", "b"));

  private final InputSchema input;
  private final List<String[]> rows;

  private AdultTraffic(InputSchema input, List<String[]> rows) {
    this.input = input;
    this.rows = rows;
  }

  static boolean isThere(Path directory) {
    return Files.isRegularFile(directory.resolve("adult.csv"));
  }

  static AdultTraffic read(Path directory) throws IOException {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < INPUTS; i++) {
      columns.add(
          new Column("c" + i, NUMBERS.contains(i) ? ColumnType.INTEGER : ColumnType.STRING));
    }
    List<String[]> rows =
        Files.readAllLines(directory.resolve("adult.csv")).stream()
            .filter(line -> !line.isBlank())
            .map(line -> line.split(",", -1))
            .toList();
    return new AdultTraffic(new InputSchema(columns, Cleaning.DEFAULT), rows);
  }

  /** Which rows the seed puts first. */
  private int[] order(int seed) {
    int[] order = new int[rows.size()];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  private void fill(Row row, int index) {
    for (int i = 0; i < INPUTS; i++) {
      row.setText(i, rows.get(index)[i]);
    }
  }

  CellFinder reference(int seed) {
    ReferenceBuilder builder = ReferenceProfile.builder(input, LABELS, seed);
    Row row = input.newRow();
    int[] order = order(seed);
    for (int i = 0; i < REFERENCE; i++) {
      fill(row, order[i]);
      builder.row(row);
    }
    return new CellFinder(builder.build(), input, LABELS);
  }

  /** Rows that the seed's reference has not, drawn at random for as long as one likes. */
  Rows rows(int seed) {
    return new Rows(order(seed), new SplittableRandom(~seed));
  }

  /** Traffic without end. */
  final class Rows {
    private final int[] order;
    private final SplittableRandom random;
    private final Row row = input.newRow();

    private Rows(int[] order, SplittableRandom random) {
      this.order = order;
      this.random = random;
    }

    Row next() {
      fill(row, order[REFERENCE + random.nextInt(order.length - REFERENCE)]);
      return row;
    }
  }
}
