package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Task;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Turns a row's target into the number that LightGBM learns. */
final class Targets {
  /** Texts by code point, which is not the order of Java's chars outside the basic plane. */
  static final Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int[] left = a.codePoints().toArray();
        int[] right = b.codePoints().toArray();
        return Arrays.compare(left, right);
      };

  private final Labels labels;
  private final Map<String, Integer> indices = new HashMap<>();

  private Targets(Labels labels) {
    this.labels = labels;
    for (String label : labels.classes()) {
      indices.put(label, indices.size());
    }
  }

  /**
   * @param seen every value of the target in any part; not read in regression
   * @throws InvalidParameter if the values do not suit the task
   */
  static Targets of(Task task, Column target, Set<String> seen) {
    if (!task.isClassification()) {
      if (!target.type().isNumeric()) {
        throw new InvalidParameter("target", "'" + target.name() + "' holds no numbers");
      }
      return new Targets(new Labels(task, target.name(), List.of()));
    }
    List<String> classes = seen.stream().sorted(BY_CODE_POINT).toList();
    if (classes.size() < 2) {
      throw new InvalidParameter("target", "'" + target.name() + "' has fewer than two classes");
    }
    if (task == Task.BINARY && classes.size() > 2) {
      throw new InvalidParameter(
          "task", "'" + target.name() + "' has " + classes.size() + " classes, binary takes two");
    }
    return new Targets(new Labels(task, target.name(), classes));
  }

  Labels labels() {
    return labels;
  }

  /** The current row's class index, or its number; never NaN. */
  double of(SplitReader reader) {
    if (!labels.task().isClassification()) {
      return reader.targetNumber();
    }
    return indices.get(reader.targetText());
  }
}
