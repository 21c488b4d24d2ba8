package dev.grove.bundle;

/**
 * One row on its way from raw to cleaned: setters take what a client sent and clean it by the
 * schema, getters give what the encoding sees. Mutable and reusable ({@link #clear}); not
 * thread-safe.
 */
public final class Row {
  /** Cleans a text as it stood in a CSV field or JSON string; null is missing. */
  public void setText(int column, String raw) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a JSON number.
   *
   * @param literal as it was written, which is what a string column keeps
   * @throws InvalidValue if the column holds no numbers
   */
  public void setNumber(int column, String literal) {
    throw new UnsupportedOperationException();
  }

  /**
   * Takes a JSON boolean.
   *
   * @throws InvalidValue if the column holds numbers or dates
   */
  public void setBoolean(int column, boolean value) {
    throw new UnsupportedOperationException();
  }

  /** Makes every value missing again. */
  public void clear() {
    throw new UnsupportedOperationException();
  }

  /** The cleaned number; NaN if missing or if the column is not numeric. */
  public double number(int column) {
    throw new UnsupportedOperationException();
  }

  /**
   * The cleaned text, null if missing: the string itself; canonical decimal for integers and
   * doubles; {@code true} or {@code false}; ISO 8601 for dates and timestamps.
   */
  public String text(int column) {
    throw new UnsupportedOperationException();
  }
}
