package dev.grove.local.api;

import java.util.List;

/** What data-service counted in a version. */
public record Profile(long rows, List<Column> columns, List<ClassCount> classes) {
  public Profile {
    columns = List.copyOf(columns);
    classes = classes == null ? List.of() : List.copyOf(classes);
  }

  /**
   * @param min smallest value as text, or null
   * @param max greatest value as text, or null
   */
  public record Column(
      String name, String type, long nulls, long distinct, String min, String max, List<Top> top) {
    public Column {
      top = top == null ? List.of() : List.copyOf(top);
    }
  }

  /** A frequent value. */
  public record Top(String value, long count) {}

  /** Rows of one class. */
  public record ClassCount(String label, long count) {}
}
