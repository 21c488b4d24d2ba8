package dev.grove.inference.drift;

import java.util.List;

/** A state in a sentence. */
final class DriftWords {
  private static final int MOST_NAMED = 5;

  private DriftWords() {}

  /**
   * @param verdict null if there is none
   */
  static String of(DriftState state, Verdict verdict) {
    return switch (state) {
      case NO_REFERENCE ->
          "The bundle has no reference.json: it was made before there was one. Train anew to watch"
              + " drift";
      case INSUFFICIENT_DATA -> "Too few rows came to say anything";
      case STABLE -> "Nothing differs from the reference";
      case WARNING -> "Something differs, but not surely: " + named(verdict, DriftState.WARNING);
      case DRIFTING -> "Differs from the reference: " + named(verdict, DriftState.DRIFTING);
      case SEVERE -> "Differs severely from the reference: " + named(verdict, DriftState.DRIFTING);
    };
  }

  private static String named(Verdict verdict, DriftState state) {
    List<String> columns =
        verdict == null
            ? List.of()
            : verdict.columns().stream()
                .filter(column -> column.state() == state)
                .map(column -> column.reference().column())
                .distinct()
                .toList();
    String first = String.join(", ", columns.subList(0, Math.min(MOST_NAMED, columns.size())));
    int more = columns.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
