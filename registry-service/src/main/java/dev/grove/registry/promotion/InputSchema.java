package dev.grove.registry.promotion;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The raw columns that a version's bundle takes, by name; their order is no part of it.
 *
 * @param columns name to type; empty if they cannot be had
 * @param problem why they cannot be had, or empty
 */
record InputSchema(Map<String, String> columns, String problem) {
  private static final int MOST_TOLD = 10;

  static InputSchema of(Map<String, String> columns) {
    return new InputSchema(new TreeMap<>(columns), "");
  }

  static InputSchema unknown(String problem) {
    return new InputSchema(Map.of(), problem);
  }

  /** Counts the columns that differ from the present holder's: there may be none. */
  GateResult compare(InputSchema holder) {
    if (!problem.isEmpty() || !holder.problem.isEmpty()) {
      String why =
          problem.isEmpty()
              ? "of the present holder: " + holder.problem
              : "of the version: " + problem;
      return result(OptionalDouble.empty(), why);
    }
    StringJoiner told = new StringJoiner(", ");
    int differences = 0;
    TreeMap<String, String> all = new TreeMap<>(holder.columns);
    all.putAll(columns);
    for (String name : all.keySet()) {
      String was = holder.columns.get(name);
      String is = columns.get(name);
      if (is == null || !is.equals(was)) {
        if (differences++ < MOST_TOLD) {
          told.add(
              name + ": " + (was == null ? "none" : was) + " to " + (is == null ? "none" : is));
        }
      }
    }
    return result(
        OptionalDouble.of(differences), differences > MOST_TOLD ? told + ", …" : told.toString());
  }

  private static GateResult result(OptionalDouble differences, String detail) {
    return GateResult.atMost("sameInput", "input.json", differences, 0, detail);
  }
}
