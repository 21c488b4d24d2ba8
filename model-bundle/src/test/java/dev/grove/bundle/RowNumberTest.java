package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar and the canonical texts of numbers. */
class RowNumberTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("text", ColumnType.STRING),
          new Column("integer", ColumnType.INTEGER),
          new Column("double", ColumnType.DOUBLE));

  private static final int STRING = 0;
  private static final int INTEGER = 1;
  private static final int DOUBLE = 2;

  private final Row row = new InputSchema(COLUMNS, Cleaning.DEFAULT).newRow();

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "-0, 0, 0",
    "-0.0, 0, 0",
    "+5, 5, 5",
    "007, 7, 7",
    "' 42\u00a0', 42, 42",
    "5.0, 5, 5",
    "5., 5, 5",
    "1e3, 1000, 1000",
    "1.5, 1.5, 1.5",
    "-.25, -0.25, -0.25",
    "9007199254740993, 9007199254740992, 9007199254740993",
    "9007199254740993.0, 9007199254740992, 9007199254740993",
    "9007199254740993.5, 9007199254740994, 9.007199254740994E15",
    "9223372036854775807, 9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808, -9223372036854775808",
    "00000000000000000000009223372036854775807, 9223372036854775807, 9223372036854775807",
    "9223372036854775808, 9223372036854775807, 9.223372036854775807E18",
    "1e30, 1e30, 1.0E30",
    "1e-999999999, 0, 0",
    "1e18, 1e18, 1000000000000000000"
  })
  void readsIntegers(String raw, double number, String text) {
    String canonical = text.equals("9.223372036854775807E18") ? "9.223372036854776E18" : text;
    row.setText(INTEGER, raw);
    assertThat(row.number(INTEGER)).isEqualTo(number);
    assertThat(row.text(INTEGER)).isEqualTo(canonical);
    row.setNumber(INTEGER, raw.strip().replace("\u00a0", ""));
    assertThat(row.text(INTEGER)).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0",
    "-0, -0.0",
    "5, 5.0",
    "+5, 5.0",
    "007.50, 7.5",
    ".5, 0.5",
    "5., 5.0",
    "1e-3, 0.001",
    "1E+5, 100000.0",
    "12345678, 1.2345678E7",
    "9999999, 9999999.0",
    "0.1, 0.1",
    "0.1000000000000000055511151231257827, 0.1",
    "1.7976931348623157e308, 1.7976931348623157E308",
    "4.9e-324, 4.9E-324",
    "1e-400, 0.0",
    "5.6843418860808015E-14, 5.684341886080802E-14"
  })
  void readsDoubles(String raw, String text) {
    row.setText(DOUBLE, raw);
    assertThat(row.number(DOUBLE)).isEqualTo(Double.parseDouble(raw));
    assertThat(row.text(DOUBLE)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1d",
        "1f",
        "1L",
        "0x1p3",
        "0x10",
        "Infinity",
        "-Infinity",
        "inf",
        "1_000",
        "1,000",
        "1 000",
        "+",
        "-",
        ".",
        "e5",
        "1e",
        "1e+",
        "--1",
        "+-1",
        "1.2.3",
        "1e5.0",
        "٣",
        "１",
        "½",
        "abc",
        "true",
        "1\u200b",
        "$5",
        "NAN",
        "1e5e5",
        ".e1"
      })
  void refusesWhatIsNoNumber(String raw) {
    for (int column : new int[] {INTEGER, DOUBLE}) {
      assertThatThrownBy(() -> row.setText(column, raw))
          .isInstanceOfSatisfying(
              InvalidValue.class,
              e -> {
                assertThat(e.column()).isEqualTo(COLUMNS.get(column).name());
                assertThat(e.reason()).isEqualTo("'" + raw + "' is not a finite number");
              });
      assertThatThrownBy(() -> row.setNumber(column, raw)).isInstanceOf(InvalidValue.class);
    }
    assertThatThrownBy(() -> row.setNumber(STRING, raw)).isInstanceOf(InvalidValue.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e999", "1.7976931348623159e308", "1e99999999999999999999"})
  void refusesNumbersThatOverflow(String raw) {
    for (int column : new int[] {INTEGER, DOUBLE}) {
      assertThatThrownBy(() -> row.setNumber(column, raw)).hasMessageContaining("too large");
      assertThatThrownBy(() -> row.setText(column, raw)).hasMessageContaining("too large");
    }
    row.setNumber(STRING, raw);
    assertThat(row.text(STRING)).isEqualTo(raw);
  }

  @Test
  void takesANumberThatIsANullTokenForMissing() {
    Row sentinel = new InputSchema(COLUMNS, new Cleaning(true, List.of("-999"))).newRow();
    sentinel.setNumber(INTEGER, "-999");
    assertThat(sentinel.number(INTEGER)).isNaN();
  }

  @Test
  void keepsTheLiteralOfANumberInAStringColumn() {
    row.setNumber(STRING, "1.50e1");
    assertThat(row.text(STRING)).isEqualTo("1.50e1");
    assertThat(row.number(STRING)).isNaN();
  }
}
