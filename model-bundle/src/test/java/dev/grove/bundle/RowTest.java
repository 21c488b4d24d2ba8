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
