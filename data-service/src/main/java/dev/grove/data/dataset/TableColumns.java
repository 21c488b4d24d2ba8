package dev.grove.data.dataset;

/**
 * The names of columns inside the engine and in stored files: by place, because the engine does not
 * tell {@code Name} from {@code name}, and because a client's name then never meets an internal one
 * such as {@code ordinal}, a row's place in the source.
 */
public final class TableColumns {
  private TableColumns() {}

  /** The engine's name of a column by its place in {@link TableSchema#columns}. */
  public static String name(int index) {
    return "c" + index;
  }
}
