package dev.grove.local;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: columns as wide as they need to be, numbers to the right. */
public final class TextTable {
  private static final int WIDEST = 48;

  private final List<List<String>> rows = new ArrayList<>();

  public TextTable(String... header) {
    rows.add(List.of(header));
  }

  /** Adds a row; a null cell is empty. */
  public TextTable add(Object... cells) {
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell == null ? "" : shorten(cell.toString()));
    }
    rows.add(row);
    return this;
  }

  /** The lines, each indented by three blanks. */
  public List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] right = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      right[c] =
          rows.stream()
              .skip(1)
              .map(row -> row.get(column))
              .allMatch(cell -> cell.isEmpty() || cell.matches("[-+]?[0-9][0-9,.]*%?"));
    }
    return rows.stream().map(row -> line(row, widths, right)).toList();
  }

  private static String line(List<String> row, int[] widths, boolean[] right) {
    StringBuilder line = new StringBuilder("  ");
    for (int c = 0; c < row.size(); c++) {
      String blanks = " ".repeat(widths[c] - row.get(c).length());
      line.append(' ').append(right[c] ? blanks + row.get(c) : row.get(c) + blanks).append(' ');
    }
    return line.toString().stripTrailing();
  }

  /** One line, no longer than a table bears. */
  public static String shorten(String text) {
    String flat = text.replaceAll("\\p{Cntrl}", " ");
    if (flat.length() <= WIDEST) {
      return flat;
    }
    int end = WIDEST - 1;
    return flat.substring(0, Character.isHighSurrogate(flat.charAt(end - 1)) ? end - 1 : end) + "…";
  }
}
