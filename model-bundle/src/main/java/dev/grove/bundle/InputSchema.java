package dev.grove.bundle;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The raw columns that a model takes, their types and their cleaning: {@code input.json}. The
 * target is not among them.
 */
public final class InputSchema {
  /** More columns than this are not taken. */
  public static final int MAX_COLUMNS = 10_000;

  private final List<Column> columns;
  private final Cleaning cleaning;
  private final Map<String, Integer> places;
  private final Set<String> nullTokens;
  private final int longestNullToken;
  private final boolean numericNullTokens;

  /**
   * @throws IllegalArgumentException if two columns share a name, or there are too many
   */
  @JsonCreator
  public InputSchema(
      @JsonProperty("columns") List<Column> columns, @JsonProperty("cleaning") Cleaning cleaning) {
    this.columns = List.copyOf(Objects.requireNonNull(columns, "columns"));
    this.cleaning = Objects.requireNonNull(cleaning, "cleaning");
    if (columns.size() > MAX_COLUMNS) {
      throw new IllegalArgumentException("columns: more than " + MAX_COLUMNS);
    }
    this.places = new HashMap<>();
    for (Column column : this.columns) {
      if (places.put(column.name(), places.size()) != null) {
        throw new IllegalArgumentException("columns: '" + column.name() + "' stands twice");
      }
    }
    this.nullTokens = Set.copyOf(cleaning.nullTokens());
    this.longestNullToken = nullTokens.stream().mapToInt(String::length).max().orElse(-1);
    this.numericNullTokens = nullTokens.stream().anyMatch(NumberText::isNumber);
  }

  @JsonProperty("columns")
  public List<Column> columns() {
    return columns;
  }

  @JsonProperty("cleaning")
  public Cleaning cleaning() {
    return cleaning;
  }

  /** The column's place in a {@link Row}, or -1 if there is no such column. */
  public int indexOf(String column) {
    return places.getOrDefault(column, -1);
  }

  /** A row in which every value is missing. */
  public Row newRow() {
    return new Row(this);
  }

  /** Whether some number means a missing value. */
  boolean hasNumericNullTokens() {
    return numericNullTokens;
  }

  /** The trimmed text, or null if it is missing or one of the null tokens. */
  String clean(String raw) {
    if (raw == null) {
      return null;
    }
    String text = cleaning.trim() ? Cleaning.trimmed(raw) : raw;
    return text.length() <= longestNullToken && nullTokens.contains(text) ? null : text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof InputSchema that
        && columns.equals(that.columns)
        && cleaning.equals(that.cleaning);
  }

  @Override
  public int hashCode() {
    return Objects.hash(columns, cleaning);
  }

  @Override
  public String toString() {
    return "InputSchema[columns=" + columns + ", cleaning=" + cleaning + "]";
  }
}
