package dev.grove.bundle;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * One row on its way from raw to cleaned: setters take what a client sent and clean it by the
 * schema, getters give what the encoding sees. Mutable and reusable ({@link #clear}); not
 * thread-safe.
 *
 * <p>A value that its column cannot hold leaves the row as it was. Canonical texts of numbers and
 * times are made when first asked for: most rows never need them.
 */
public final class Row {
  private static final int LONGEST_QUOTED = 40;
  private static final double TWO_TO_63 = 0x1p63;

  private final InputSchema schema;
  private final Column[] columns;
  private final boolean[] present;

  /** Texts of strings and booleans; of other types once they were asked for. */
  private final String[] texts;

  private final double[] numbers;

  /** Integers, days or seconds since the epoch, exactly. */
  private final long[] wholes;

  private final int[] nanos;

  Row(InputSchema schema) {
    this.schema = schema;
    this.columns = schema.columns().toArray(Column[]::new);
    this.present = new boolean[columns.length];
    this.texts = new String[columns.length];
    this.numbers = new double[columns.length];
    this.wholes = new long[columns.length];
    this.nanos = new int[columns.length];
    Arrays.fill(numbers, Double.NaN);
  }

  public InputSchema schema() {
    return schema;
  }

  /**
   * Cleans a text as it stood in a CSV field or JSON string; null is missing.
   *
   * @throws InvalidValue if the cleaned text is not of the column's type
   */
  public void setText(int column, String raw) {
    String text = schema.clean(raw);
    if (text == null) {
      present[column] = false;
      return;
    }
    switch (columns[column].type()) {
      case STRING -> keep(column, Double.NaN, text);
      case BOOLEAN -> keep(column, Double.NaN, booleanText(column, text));
      case INTEGER -> setInteger(column, text);
      case DOUBLE -> keep(column, finite(column, text), null);
      case DATE -> setDay(column, text);
      case TIMESTAMP -> setInstant(column, text);
    }
  }

  /**
   * Takes a JSON number. One whose literal is a null token is missing, as it was in the CSV file.
   *
   * @param literal as it was written, which is what a string column keeps
   * @throws InvalidValue if the column holds no numbers
   */
  public void setNumber(int column, String literal) {
    ColumnType type = columns[column].type();
    if (type != ColumnType.STRING && type != ColumnType.INTEGER && type != ColumnType.DOUBLE) {
      throw unfit(column, literal);
    }
    if (!NumberText.isNumber(literal)) {
      throw new InvalidValue(columns[column].name(), quoted(literal) + " is not a number");
    }
    setText(column, literal);
  }

  /**
   * Takes a number that was never text; NaN is missing. One that a null token stands for is missing
   * too, however the token writes it.
   *
   * @throws InvalidValue if it is infinite, or if the column holds no numbers
   */
  public void setNumber(int column, double value) {
    if (Double.isNaN(value)) {
      present[column] = false;
      return;
    }
    ColumnType type = columns[column].type();
    if (type != ColumnType.INTEGER && type != ColumnType.DOUBLE) {
      throw unfit(column, DoubleText.of(value));
    }
    if (Double.isInfinite(value)) {
      throw new InvalidValue(columns[column].name(), "must be a finite number");
    }
    boolean whole = value == Math.rint(value) && value >= -TWO_TO_63 && value < TWO_TO_63;
    if (schema.hasNumericNullTokens()
        && (schema.clean(DoubleText.of(value)) == null
            || (whole && schema.clean(Long.toString((long) value)) == null))) {
      present[column] = false;
    } else if (type == ColumnType.DOUBLE) {
      keep(column, value, null);
    } else if (whole) {
      wholes[column] = (long) value;
      keep(column, (double) wholes[column], null);
    } else {
      keep(column, value, DoubleText.of(value));
    }
  }

  /**
   * Takes a whole number that was never text: a string column keeps its decimal digits.
   *
   * @throws InvalidValue if the column holds dates or booleans
   */
  public void setWhole(int column, long value) {
    if (columns[column].type() == ColumnType.INTEGER && !schema.hasNumericNullTokens()) {
      wholes[column] = value;
      keep(column, (double) value, null);
    } else if (columns[column].type() == ColumnType.DOUBLE && !schema.hasNumericNullTokens()) {
      keep(column, (double) value, null);
    } else {
      setNumber(column, Long.toString(value));
    }
  }

  /**
   * Takes a JSON boolean.
   *
   * @throws InvalidValue if the column holds numbers or dates
   */
  public void setBoolean(int column, boolean value) {
    ColumnType type = columns[column].type();
    if (type != ColumnType.STRING && type != ColumnType.BOOLEAN) {
      throw unfit(column, String.valueOf(value));
    }
    setText(column, String.valueOf(value));
  }

  /** Makes every value missing again. */
  public void clear() {
    Arrays.fill(present, false);
  }

  /**
   * Takes all values of another row.
   *
   * @throws IllegalArgumentException if that has another schema
   */
  public void copyFrom(Row other) {
    if (schema != other.schema && !schema.equals(other.schema)) {
      throw new IllegalArgumentException("the rows have different schemas");
    }
    System.arraycopy(other.present, 0, present, 0, present.length);
    System.arraycopy(other.texts, 0, texts, 0, texts.length);
    System.arraycopy(other.numbers, 0, numbers, 0, numbers.length);
    System.arraycopy(other.wholes, 0, wholes, 0, wholes.length);
    System.arraycopy(other.nanos, 0, nanos, 0, nanos.length);
  }

  /** Characters of the texts that it holds now: what it weighs beside its columns. */
  public long textLength() {
    long length = 0;
    for (String text : texts) {
      length += text == null ? 0 : text.length();
    }
    return length;
  }

  /** The cleaned number; NaN if missing or if the column is not numeric. */
  public double number(int column) {
    return present[column] ? numbers[column] : Double.NaN;
  }

  /**
   * The cleaned text, null if missing: the string itself; canonical decimal for integers and
   * doubles; {@code true} or {@code false}; ISO 8601 for dates and timestamps.
   */
  public String text(int column) {
    if (!present[column]) {
      return null;
    }
    if (texts[column] == null) {
      texts[column] = canonicalText(column);
    }
    return texts[column];
  }

  private String canonicalText(int column) {
    return switch (columns[column].type()) {
      case INTEGER -> Long.toString(wholes[column]);
      case DATE -> LocalDate.ofEpochDay(wholes[column]).toString();
      case TIMESTAMP -> Instant.ofEpochSecond(wholes[column], nanos[column]).toString();
      case DOUBLE, STRING, BOOLEAN -> DoubleText.of(numbers[column]);
    };
  }

  private void setInteger(int column, String text) {
    double value = finite(column, text);
    Long whole = NumberText.whole(text, value);
    if (whole == null) {
      keep(column, value, DoubleText.of(value));
    } else {
      wholes[column] = whole;
      keep(column, (double) whole, null);
    }
  }

  private void setDay(int column, String text) {
    OptionalLong day = IsoText.epochDay(text);
    if (day.isEmpty()) {
      throw unfit(column, text);
    }
    wholes[column] = day.getAsLong();
    keep(column, (double) day.getAsLong(), null);
  }

  private void setInstant(int column, String text) {
    Instant moment = IsoText.instant(text);
    if (moment == null) {
      throw unfit(column, text);
    }
    long second = moment.getEpochSecond();
    double number = second + moment.getNano() / 1e9;
    wholes[column] = second;
    nanos[column] = moment.getNano();
    // A fraction that rounds up must not move the row into the next second, hour or day.
    keep(column, number < second + 1 ? number : Math.nextDown(second + 1.0), null);
  }

  private double finite(int column, String text) {
    if (!NumberText.isNumber(text)) {
      throw unfit(column, text);
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new InvalidValue(
          columns[column].name(),
          quoted(text) + " is too large for a 64-bit floating-point number");
    }
    return value;
  }

  private String booleanText(int column, String text) {
    if (isAsciiWord(text, "true")) {
      return "true";
    }
    if (isAsciiWord(text, "false")) {
      return "false";
    }
    throw unfit(column, text);
  }

  /** Unlike {@code equalsIgnoreCase}, takes no long s (U+017F) for an s. */
  private static boolean isAsciiWord(String text, String word) {
    return text.length() == word.length() && text.toLowerCase(Locale.ROOT).equals(word);
  }

  private void keep(int column, double number, String text) {
    numbers[column] = number;
    texts[column] = text;
    present[column] = true;
  }

  private InvalidValue unfit(int column, String text) {
    String wanted =
        switch (columns[column].type()) {
          case STRING -> "a text";
          case INTEGER, DOUBLE -> "a finite number";
          case BOOLEAN -> "true or false";
          case DATE -> "a date such as 2026-01-31";
          case TIMESTAMP -> "a timestamp such as 2026-01-31T23:59:59Z";
        };
    return new InvalidValue(columns[column].name(), quoted(text) + " is not " + wanted);
  }

  private static String quoted(String text) {
    if (text.length() <= LONGEST_QUOTED) {
      return "'" + text + "'";
    }
    int end = text.offsetByCodePoints(0, text.codePointCount(0, LONGEST_QUOTED));
    return "'" + text.substring(0, end) + "…'";
  }
}
