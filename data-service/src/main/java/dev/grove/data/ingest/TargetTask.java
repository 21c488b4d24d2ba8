package dev.grove.data.ingest;

import dev.grove.data.dataset.ColumnType;
import dev.grove.data.dataset.Task;
import java.util.List;

/** Tells what a target asks for from its type and the number of its values. */
final class TargetTask {
  private static final long MAX_INTEGER_CLASSES = 20;
  private static final long MAX_CLASSES = 1_000;

  private TargetTask() {}

  /**
   * Strings, booleans and integers with few values are classes, other numbers are not.
   *
   * @param warnings is told why there is no task
   * @return null if there is nothing to learn, or nothing that trees could
   */
  static Task infer(String target, ColumnType type, long values, List<String> warnings) {
    if (values < 2) {
      warnings.add("The target " + target + " has the same value in every row: no task");
      return null;
    }
    boolean few = type != ColumnType.INTEGER || values <= MAX_INTEGER_CLASSES;
    if (type == ColumnType.DATE || type == ColumnType.TIMESTAMP) {
      warnings.add("The target " + target + " is a " + type.wireName() + ": no task");
      return null;
    }
    if (type == ColumnType.DOUBLE || !few) {
      return Task.REGRESSION;
    }
    if (values > MAX_CLASSES) {
      warnings.add(
          "The target %s has %d different texts, more than %d: no task"
              .formatted(target, values, MAX_CLASSES));
      return null;
    }
    return values == 2 ? Task.BINARY : Task.MULTICLASS;
  }
}
