package dev.grove.inference.oip;

import java.util.List;

/**
 * An output that a model has.
 *
 * @param width how many values a row has; 0 where the tensor has no second dimension
 * @param labels of the values in a row, for those who ask for the highest; may be empty
 */
record Output(String name, int width, List<String> labels, Source source) {
  /** Where the values come from. */
  sealed interface Source permits NumberSource, TextSource {}

  non-sealed interface NumberSource extends Source {
    void put(Scored row, double[] into, int at);
  }

  non-sealed interface TextSource extends Source {
    String of(Scored row);
  }

  static Output numbers(String name, int width, List<String> labels, NumberSource source) {
    return new Output(name, width, labels, source);
  }

  static Output texts(String name, TextSource source) {
    return new Output(name, 0, List.of(), source);
  }

  Datatype datatype() {
    return source instanceof TextSource ? Datatype.BYTES : Datatype.FP64;
  }

  /** Values a row. */
  int values() {
    return Math.max(1, width);
  }

  /** As metadata gives it, with -1 for the number of rows. */
  List<Integer> shape(int rows) {
    return width == 0 ? List.of(rows) : List.of(rows, width);
  }
}
