package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Prior;
import dev.grove.bundle.Row;
import dev.grove.training.fit.ColumnValues.Numbers;
import dev.grove.training.fit.ColumnValues.Texts;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The training part, column by column: what encodings are fitted on. */
final class TrainingColumns {
  private final InputSchema input;
  private final Map<String, Numbers> numbers = new HashMap<>();
  private final Map<String, Texts> texts = new HashMap<>();
  private double[] targets = new double[1_024];
  private int rows;

  private TrainingColumns(InputSchema input) {
    this.input = input;
  }

  /**
   * Reads to the end.
   *
   * @param asText columns of numbers or dates whose texts are wanted too
   */
  static TrainingColumns read(SplitReader reader, Targets targets, Set<String> asText)
      throws IOException {
    TrainingColumns columns = new TrainingColumns(reader.input());
    Set<String> wanted = new HashSet<>(asText);
    for (Column column : columns.input.columns()) {
      if (column.type().isNumeric()) {
        columns.numbers.put(column.name(), new Numbers());
      } else {
        wanted.add(column.name());
      }
    }
    wanted.forEach(name -> columns.texts.put(name, new Texts()));
    while (reader.next()) {
      columns.add(reader.row(), targets.of(reader));
    }
    return columns;
  }

  private void add(Row row, double target) {
    if (rows == targets.length) {
      targets = Arrays.copyOf(targets, rows * 2);
    }
    targets[rows++] = target;
    List<Column> all = input.columns();
    for (int i = 0; i < all.size(); i++) {
      Numbers number = numbers.get(all.get(i).name());
      if (number != null) {
        number.add(row.number(i));
      }
      Texts text = texts.get(all.get(i).name());
      if (text != null) {
        text.add(row.text(i));
      }
    }
  }

  InputSchema input() {
    return input;
  }

  int rows() {
    return rows;
  }

  /** The class's index, or the number to predict. */
  double target(int row) {
    return targets[row];
  }

  /**
   * What the targets alone tell.
   *
   * @param classes 0 if the target is a number
   */
  Prior prior(int classes) {
    if (classes > 0) {
      long[] counts = new long[classes];
      for (int row = 0; row < rows; row++) {
        counts[(int) targets[row]]++;
      }
      return Prior.ofCounts(counts);
    }
    double[] sorted = Arrays.copyOf(targets, rows);
    Arrays.sort(sorted);
    return Prior.ofNumbers(Arrays.stream(sorted).average().orElseThrow(), sorted[(rows - 1) / 2]);
  }

  /** Null if the column holds no numbers. */
  Numbers numbers(String column) {
    return numbers.get(column);
  }

  /** Null if the column's texts were not asked for. */
  Texts texts(String column) {
    return texts.get(column);
  }

  /** The column's values in its own form. */
  ColumnValues values(String column) {
    Numbers number = numbers.get(column);
    return number == null ? texts.get(column) : number;
  }
}
