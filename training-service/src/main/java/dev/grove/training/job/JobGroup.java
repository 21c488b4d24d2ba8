package dev.grove.training.job;

import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.Task;
import dev.grove.training.fit.Dataset;
import dev.grove.training.fit.InvalidParameter;

/** Checks what a ranking needs: a column that groups rows, and grades to rank them by. */
final class JobGroup {
  /** LightGBM's own gains, 2^grade - 1, are for grades up to this. */
  private static final int HIGHEST_GRADE = 30;

  private JobGroup() {}

  /**
   * @throws InvalidParameter if there is none
   */
  static void require(String name) {
    if (name == null) {
      throw new InvalidParameter(
          "group", "is missing: ranking needs the column whose equal values are ranked");
    }
  }

  /**
   * The group's column; null in other tasks.
   *
   * @param name null if none was asked for
   */
  static String of(
      String name, Task task, Column target, Dataset.Schema schema, Dataset.Profile profile) {
    if (task != Task.RANKING) {
      if (name != null) {
        throw new InvalidParameter(
            "group", "is for the task ranking, and this is " + task.wireName());
      }
      return null;
    }
    require(name);
    if (name.equals(target.name())) {
      throw new InvalidParameter("group", "'" + name + "' is the target");
    }
    if (name.equals(schema.key())) {
      throw new InvalidParameter("group", "'" + name + "' is the key: each group would be one row");
    }
    if (schema.column(name).isEmpty()) {
      throw new InvalidParameter("group", "'" + name + "' is no column of the version");
    }
    checkGrades(target, profile);
    return name;
  }

  private static void checkGrades(Column target, Dataset.Profile profile) {
    Dataset.ColumnProfile grades = profile.column(target.name()).orElseThrow();
    boolean whole = target.type() == ColumnType.INTEGER && grades.min() != null;
    if (!whole || grades.min().asLong() < 0 || grades.max().asLong() > HIGHEST_GRADE) {
      throw new InvalidParameter(
          "target",
          "'%s' is no grade: ranking takes whole numbers from 0 to %d"
              .formatted(target.name(), HIGHEST_GRADE));
    }
  }
}
