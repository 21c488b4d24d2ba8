package dev.grove.bundle;

import java.util.List;

/**
 * The answer's vocabulary: {@code labels.json}.
 *
 * @param classes in index order, sorted by code point; in binary the last is the positive one;
 *     empty in regression
 */
public record Labels(Task task, String target, List<String> classes) {
  public Labels {
    classes = List.copyOf(classes);
  }
}
