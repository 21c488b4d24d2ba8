package dev.grove.bundle;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

/**
 * The answer's vocabulary: {@code labels.json}.
 *
 * @param target the column that is predicted
 * @param classes in index order, sorted by code point; in binary the last is the positive one;
 *     empty in regression and ranking
 */
public record Labels(Task task, String target, List<String> classes) {
  /** More classes than this are not taken. */
  public static final int MAX_CLASSES = 10_000;

  /** The order of classes, which differs from {@link String#compareTo} beyond U+FFFF. */
  public static final Comparator<String> BY_CODE_POINT = Labels::compareCodePoints;

  /**
   * @throws IllegalArgumentException if the classes do not suit the task, or are not strictly
   *     ascending
   */
  public Labels {
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(target, "target");
    classes = List.copyOf(Objects.requireNonNull(classes, "classes"));
    boolean suits =
        switch (task) {
          case BINARY -> classes.size() == 2;
          case MULTICLASS -> classes.size() >= 2 && classes.size() <= MAX_CLASSES;
          case REGRESSION, RANKING -> classes.isEmpty();
        };
    if (!suits) {
      throw new IllegalArgumentException(
          "classes: " + classes.size() + " do not suit the task " + task.wireName());
    }
    for (int i = 1; i < classes.size(); i++) {
      if (BY_CODE_POINT.compare(classes.get(i - 1), classes.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "classes: '" + classes.get(i) + "' is out of order or stands twice");
      }
    }
  }

  /** Labels of a classification, put in order. */
  public static Labels ofClasses(Task task, String target, Iterable<String> classes) {
    TreeSet<String> sorted = new TreeSet<>(BY_CODE_POINT);
    classes.forEach(sorted::add);
    return new Labels(task, target, List.copyOf(sorted));
  }

  /** Raw scores that a model of these labels gives for a row. */
  public int outputs() {
    return task == Task.MULTICLASS ? classes.size() : 1;
  }

  private static int compareCodePoints(String a, String b) {
    int length = Math.min(a.length(), b.length());
    for (int i = 0; i < length; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /** Surrogates stand for code points above every other char's. */
  private static int rank(char c) {
    return Character.isSurrogate(c) ? c + 0x10000 : c;
  }
}
