package dev.grove.training.fit;

import dev.grove.bundle.Task;
import dev.grove.training.fit.ColumnValues.Numbers;
import dev.grove.training.fit.ColumnValues.Texts;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds columns that are the target under another name: a category's number, a cluster's title.
 *
 * <p>A text column gives the target away if a table from value to class, learnt on every second
 * row, is right in at least 99.9 % of those other rows whose value it knows, if it knows at least
 * half of them, and if it makes at most a hundredth of the errors of always guessing the commonest
 * class: without that last rule any column would pass where one class is very rare.
 *
 * <p>A number can be a quantity from which the class honestly follows, so a column of numbers is
 * only left out where it renames the target: one value a class, or the target itself.
 */
final class GiveAway {
  private static final int MIN_ROWS = 100;
  private static final double ACCURACY = 0.999;
  private static final double COVERAGE = 0.5;
  private static final double SHARE_OF_ERRORS = 0.01;

  private final TrainingColumns columns;
  private final Task task;
  private final int classes;

  GiveAway(TrainingColumns columns, Task task, int classes) {
    this.columns = columns;
    this.task = task;
    this.classes = classes;
  }

  boolean gives(String column) {
    if (columns.rows() < 2 * MIN_ROWS) {
      return false;
    }
    if (columns.values(column) instanceof Numbers numbers) {
      return task.isClassification() ? renames(numbers) : repeats(numbers);
    }
    return task.isClassification() && tells(columns.texts(column));
  }

  private boolean tells(Texts texts) {
    int[][] counts = new int[texts.distinct()][];
    for (int row = 0; row < texts.rows(); row += 2) {
      if (texts.get(row) != Texts.MISSING) {
        int code = texts.get(row);
        if (counts[code] == null) {
          counts[code] = new int[classes];
        }
        counts[code][target(row)]++;
      }
    }
    int known = 0;
    int right = 0;
    int others = 0;
    int[] perClass = new int[classes];
    for (int row = 1; row < texts.rows(); row += 2) {
      others++;
      int code = texts.get(row);
      if (code != Texts.MISSING && counts[code] != null) {
        known++;
        perClass[target(row)]++;
        right += commonest(counts[code]) == target(row) ? 1 : 0;
      }
    }
    int guessed = perClass[commonest(perClass)];
    return known >= MIN_ROWS
        && known >= COVERAGE * others
        && right >= ACCURACY * known
        && known - right <= SHARE_OF_ERRORS * (known - guessed)
        && known - guessed >= 20;
  }

  private boolean renames(Numbers numbers) {
    if (numbers.distinct() != classes) {
      return false;
    }
    Map<Double, Integer> classOf = new HashMap<>();
    int wrong = numbers.missing();
    for (int row = 0; row < numbers.rows(); row++) {
      if (!Double.isNaN(numbers.get(row))) {
        Integer known = classOf.putIfAbsent(numbers.get(row), target(row));
        wrong += known != null && known != target(row) ? 1 : 0;
      }
    }
    boolean oneEach = classOf.values().stream().distinct().count() == classes;
    return oneEach && wrong <= (1 - ACCURACY) * numbers.rows();
  }

  private boolean repeats(Numbers numbers) {
    int same = 0;
    for (int row = 0; row < numbers.rows(); row++) {
      same += numbers.get(row) == columns.target(row) ? 1 : 0;
    }
    return numbers.distinct() > 1 && same >= ACCURACY * numbers.rows();
  }

  private int target(int row) {
    return (int) columns.target(row);
  }

  private static int commonest(int[] counts) {
    int best = 0;
    for (int i = 1; i < counts.length; i++) {
      if (counts[i] > counts[best]) {
        best = i;
      }
    }
    return best;
  }
}
