package dev.grove.local.predict;

import dev.grove.local.LocalFailure;
import dev.grove.local.api.ServedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which field of a row is what.
 *
 * @param count how many fields a row has
 * @param inputs the model's columns and their places in the file
 * @param missing the model's columns that the file lacks
 * @param target the target's place; -1 if the file is not asked for it
 */
record Columns(int count, Map<String, Integer> inputs, List<String> missing, int target) {
  /** By the file's first line. */
  static Columns named(List<String> header, String target, ServedModel model) throws LocalFailure {
    return of(header.stream().map(Truth::trim).toList(), target, model);
  }

  /**
   * By number, c1 to cN as data-service numbers them. If the file has one column too few for the
   * model, it is the target's that is not there, and its number stays free.
   */
  static Columns numbered(int count, String target, ServedModel model) throws LocalFailure {
    int highest =
        IntStream.concat(
                model.input().stream().mapToInt(column -> number(column.name())),
                IntStream.of(number(model.target())))
            .max()
            .orElse(0);
    int absent = target == null && count == highest - 1 ? number(model.target()) : 0;
    List<String> names = new ArrayList<>();
    for (int number = 1; names.size() < count; number++) {
      if (number != absent) {
        names.add("c" + number);
      }
    }
    return of(names, target, model);
  }

  /** The number in a name such as {@code c15}; 0 if it is no such name. */
  private static int number(String name) {
    return name != null && name.matches("c[1-9][0-9]{0,5}")
        ? Integer.parseInt(name.substring(1))
        : 0;
  }

  private static Columns of(List<String> names, String target, ServedModel model)
      throws LocalFailure {
    int truth = target == null ? -1 : place(names, target);
    Map<String, Integer> inputs = new LinkedHashMap<>();
    List<String> missing = new ArrayList<>();
    for (ServedModel.Input column : model.input()) {
      int place = names.indexOf(column.name());
      if (place < 0 || place == truth) {
        missing.add(column.name());
      } else {
        inputs.put(column.name(), place);
      }
    }
    if (inputs.isEmpty()) {
      throw new LocalFailure(
          "The file has none of the columns of model "
              + model.name()
              + ": "
              + String.join(", ", missing)
              + ". Is its first line a header (or --no-header missing), and the delimiter right?");
    }
    return new Columns(names.size(), inputs, missing, truth);
  }

  private static int place(List<String> names, String target) throws LocalFailure {
    if (names.contains(target)) {
      return names.indexOf(target);
    }
    if (target.equals("last")) {
      return names.size() - 1;
    }
    if (target.matches("[0-9]{1,6}") && Integer.parseInt(target) < names.size()) {
      return Integer.parseInt(target);
    }
    throw new LocalFailure(
        "--target: there is no column '" + target + "' in: " + String.join(", ", names));
  }
}
