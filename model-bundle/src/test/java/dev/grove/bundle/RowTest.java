package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowTest {
  private static final InputSchema SCHEMA = schema(Cleaning.DEFAULT);

  private static final int STRING = 0;
  private static final int INTEGER = 1;
  private static final int DOUBLE = 2;
  private static final int BOOLEAN = 3;
  private static final int DATE = 4;
  private static final int TIMESTAMP = 5;

  private final Row row = SCHEMA.newRow();

  private static InputSchema schema(Cleaning cleaning) {
    List<Column> columns =
        Stream.of(ColumnType.values()).map(type -> new Column(type.wireName(), type)).toList();
    return new InputSchema(columns, cleaning);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " x",
        "x ",
        "\tx\n",
        "\u00a0x\u00a0",
        "\u3000x",
        "\ufeffx\ufeff",
        "\u2007x\u202f",
        "\u001cx\u001f",
        "\u2028x\u2029",
        "\u000b\fx\r",
        "\u1680x\u205f",
        " \u00a0\t\u3000x \ufeff"
      })
  void dropsEveryBlankAtBothEnds(String raw) {
    row.setText(STRING, raw);
    assertThat(row.text(STRING)).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u200bx",
        "x\u200b",
        "\u2060x",
        "x\u0000",
        "\u0085x",
        "x\u200d",
        "a b",
        "a\u00a0b"
      })
  void keepsWhatIsNoBlankAndWhatStandsInside(String raw) {
    row.setText(STRING, raw);
    assertThat(row.text(STRING)).isEqualTo(raw);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u3000",
        "NA",
        "N/A",
        "n/a",
        "#N/A",
        "<NA>",
        "NaN",
        "nan",
        "NULL",
        "null",
        "None",
        "?",
        " ? ",
        "\u00a0NA\u00a0",
        "\tnull\r\n"
      })
  void takesNullTokensForMissing(String raw) {
    for (int column = 0; column < SCHEMA.columns().size(); column++) {
      row.setText(column, raw);
      assertThat(row.text(column)).isNull();
      assertThat(row.number(column)).isNaN();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"na", "Nan", "Null", "none", "NONE", "??", "N /A", "\u200b?"})
  void comparesNullTokensLetterForLetter(String raw) {
    row.setText(STRING, raw);
    assertThat(row.text(STRING)).isEqualTo(raw);
  }

  @Test
  void keepsTheEmptyTextAndBlanksIfAskedTo() {
    Row bare = schema(new Cleaning(false, List.of("-"))).newRow();
    bare.setText(STRING, "");
    assertThat(bare.text(STRING)).isEmpty();
    bare.setText(STRING, " - ");
    assertThat(bare.text(STRING)).isEqualTo(" - ");
    bare.setText(STRING, "-");
    assertThat(bare.text(STRING)).isNull();
    assertThatThrownBy(() -> bare.setText(INTEGER, " 5")).isInstanceOf(InvalidValue.class);
    assertThatThrownBy(() -> bare.setText(INTEGER, "")).isInstanceOf(InvalidValue.class);
  }

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
                assertThat(e.column()).isEqualTo(SCHEMA.columns().get(column).name());
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

  @ParameterizedTest
  @CsvSource({"true, true", "TRUE, true", "tRuE, true", "False, false", "' FALSE ', false"})
  void readsBooleans(String raw, String text) {
    row.setText(BOOLEAN, raw);
    assertThat(row.text(BOOLEAN)).isEqualTo(text);
    assertThat(row.number(BOOLEAN)).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "1", "0", "t", "falſe", "truee", "tru"})
  void refusesWhatIsNoBoolean(String raw) {
    assertThatThrownBy(() -> row.setText(BOOLEAN, raw)).hasMessageContaining("true or false");
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01, 0",
    "1969-12-31, -1",
    "2024-02-29, 19782",
    "2000-02-29, 11016",
    "' 2026-11-22 ', 20779",
    "0001-01-01, -719162",
    "9999-12-31, 2932896"
  })
  void readsDates(String raw, double days) {
    row.setText(DATE, raw);
    assertThat(row.number(DATE)).isEqualTo(days);
    assertThat(row.text(DATE)).isEqualTo(raw.strip());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2023-02-29", "1900-02-29", "2024-13-01", "2024-00-10", "2024-01-00", "2024-04-31",
        "2024-1-1", "24-01-01", "2024/01/01", "20240101", "2024-01-01T00:00", "-024-01-01",
        "+2024-01-01", "2024-01-0١", "12345-01-01"
      })
  void refusesWhatIsNoDate(String raw) {
    assertThatThrownBy(() -> row.setText(DATE, raw)).hasMessageContaining("is not a date");
  }

  @ParameterizedTest
  @CsvSource({
    "1970-01-01T00:00, 0, 1970-01-01T00:00:00Z",
    "1970-01-01 00:01, 60, 1970-01-01T00:01:00Z",
    "1970-01-01T00:00:01Z, 1, 1970-01-01T00:00:01Z",
    "1970-01-01T02:00:00+02:00, 0, 1970-01-01T00:00:00Z",
    "1969-12-31 18:30-05:30, 0, 1970-01-01T00:00:00Z",
    "1970-01-01T00:00:00.5, 0.5, 1970-01-01T00:00:00.500Z",
    "1970-01-01T00:00:00.123456789Z, 0.123456789, 1970-01-01T00:00:00.123456789Z",
    "1969-12-31T23:59:59.25Z, -0.75, 1969-12-31T23:59:59.250Z",
    "1970-01-01T18:00+18:00, 0, 1970-01-01T00:00:00Z",
    "2026-11-22T06:46:42.1Z, 1795330002.1, 2026-11-22T06:46:42.100Z"
  })
  void readsTimestamps(String raw, double seconds, String text) {
    row.setText(TIMESTAMP, raw);
    assertThat(row.number(TIMESTAMP)).isEqualTo(seconds);
    assertThat(row.text(TIMESTAMP)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-01",
        "2024-01-01T24:00",
        "2024-01-01T23:60",
        "2024-01-01T23:59:60",
        "2024-02-30T00:00",
        "2024-01-01t00:00",
        "2024-01-01T00:00z",
        "2024-01-01  00:00",
        "2024-01-01\u00a000:00",
        "2024-01-01T00:00:00.",
        "2024-01-01T00:00:00.1234567890",
        "2024-01-01T00:00.5",
        "2024-01-01T00:00+2",
        "2024-01-01T00:00+0200",
        "2024-01-01T00:00+18:01",
        "2024-01-01T00:00+01:60",
        "2024-01-01T00:00 Z",
        "2024-01-01T0:00",
        "2024-01-01T00:0",
        "2024-01-01T00:00:",
        "2024-01-01T00:00:0",
        "2024-01-01T00.00",
        "2024-01-01T00:00ZZ",
        "2024-01-01T00:00*01:00"
      })
  void refusesWhatIsNoTimestamp(String raw) {
    assertThatThrownBy(() -> row.setText(TIMESTAMP, raw))
        .hasMessageContaining("is not a timestamp");
  }

  @Test
  void neverRoundsAFractionIntoTheNextSecond() {
    row.setText(TIMESTAMP, "2026-11-22T23:59:59.999999999Z");
    assertThat(row.number(TIMESTAMP)).isLessThan(1795392000.0).isGreaterThan(1795391999.0);
  }

  @Test
  void keepsTheLiteralOfANumberInAStringColumn() {
    row.setNumber(STRING, "1.50e1");
    assertThat(row.text(STRING)).isEqualTo("1.50e1");
    assertThat(row.number(STRING)).isNaN();
  }

  @Test
  void takesBooleansWhereTheyBelong() {
    row.setBoolean(BOOLEAN, true);
    row.setBoolean(STRING, false);
    assertThat(row.text(BOOLEAN)).isEqualTo("true");
    assertThat(row.text(STRING)).isEqualTo("false");
    for (int column : new int[] {INTEGER, DOUBLE, DATE, TIMESTAMP}) {
      assertThatThrownBy(() -> row.setBoolean(column, true)).isInstanceOf(InvalidValue.class);
    }
    for (int column : new int[] {BOOLEAN, DATE, TIMESTAMP}) {
      assertThatThrownBy(() -> row.setNumber(column, "1")).isInstanceOf(InvalidValue.class);
    }
  }

  @Test
  void takesANumberThatIsANullTokenForMissing() {
    Row sentinel = schema(new Cleaning(true, List.of("-999"))).newRow();
    sentinel.setNumber(INTEGER, "-999");
    assertThat(sentinel.number(INTEGER)).isNaN();
  }

  @Test
  void startsMissingAndClearsToMissing() {
    assertThat(row.text(STRING)).isNull();
    row.setText(STRING, "x");
    row.setText(INTEGER, "1");
    row.clear();
    assertThat(row.text(STRING)).isNull();
    assertThat(row.number(INTEGER)).isNaN();
    row.setText(INTEGER, "2");
    assertThat(row.text(INTEGER)).isEqualTo("2");
  }

  @Test
  void forgetsTheOldTextWithTheOldValue() {
    row.setText(INTEGER, "1");
    assertThat(row.text(INTEGER)).isEqualTo("1");
    row.setText(INTEGER, "2");
    assertThat(row.text(INTEGER)).isEqualTo("2");
    row.setText(INTEGER, null);
    assertThat(row.text(INTEGER)).isNull();
  }

  @Test
  void quotesOnlyTheStartOfALongValue() {
    assertThatThrownBy(() -> row.setText(DOUBLE, "x".repeat(100_000)))
        .hasMessage("Field 'double': '" + "x".repeat(40) + "…' is not a finite number");
  }

  @Test
  void refusesTwoColumnsOfOneName() {
    List<Column> twice =
        List.of(new Column("a", ColumnType.STRING), new Column("a", ColumnType.DOUBLE));
    assertThatThrownBy(() -> new InputSchema(twice, Cleaning.DEFAULT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a' stands twice");
    assertThat(SCHEMA.indexOf("date")).isEqualTo(DATE);
    assertThat(SCHEMA.indexOf("Date")).isEqualTo(-1);
  }
}
