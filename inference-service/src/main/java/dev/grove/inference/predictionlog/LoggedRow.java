package dev.grove.inference.predictionlog;

import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import java.time.Instant;
import java.util.List;

/**
 * A prediction as it is kept: a copy that nothing else changes.
 *
 * @param requestId or null
 * @param predictionId or null
 * @param columns of the inputs, those that are left out among them
 * @param values for each column a {@link Double}, a text, or null where it is missing or left out
 * @param weight what it takes in memory, about
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record LoggedRow(
    Instant time,
    String model,
    String version,
    String requestId,
    String predictionId,
    String servedBy,
    List<Column> columns,
    Object[] values,
    Labels labels,
    Prediction prediction,
    int weight) {
  private static final int WEIGHT = 400;
  private static final int WEIGHT_OF_VALUE = 24;

  /** Copies the cleaned values of a row. */
  static Object[] valuesOf(Row row, boolean[] leftOut) {
    List<Column> columns = row.schema().columns();
    Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      if (!leftOut[i]) {
        values[i] = valueOf(row, i, columns.get(i).type());
      }
    }
    return values;
  }

  private static Object valueOf(Row row, int column, ColumnType type) {
    if (type != ColumnType.DOUBLE && type != ColumnType.INTEGER) {
      return row.text(column);
    }
    double number = row.number(column);
    return Double.isNaN(number) ? null : (Double) number;
  }

  static int weightOf(Object[] values) {
    int weight = WEIGHT;
    for (Object value : values) {
      weight += WEIGHT_OF_VALUE + (value instanceof String text ? 2 * text.length() : 0);
    }
    return weight;
  }

  static boolean isNumber(Column column) {
    return column.type() == ColumnType.DOUBLE || column.type() == ColumnType.INTEGER;
  }
}
