package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that come as such, beside the same numbers as texts. */
class RowNumbersTest {
  private static final int INTEGER = 0;
  private static final int DOUBLE = 1;
  private static final int STRING = 2;
  private static final int DATE = 3;

  private final Row row = schema("NA").newRow();
  private final Row texts = schema("NA").newRow();

  private static InputSchema schema(String... nullTokens) {
    return new InputSchema(
        List.of(
            new Column("integer", ColumnType.INTEGER),
            new Column("double", ColumnType.DOUBLE),
            new Column("string", ColumnType.STRING),
            new Column("date", ColumnType.DATE)),
        new Cleaning(true, List.of(nullTokens)));
  }

  private void assertSame(int column) {
    assertThat(Double.valueOf(row.number(column))).isEqualTo(Double.valueOf(texts.number(column)));
    assertThat(row.text(column)).isEqualTo(texts.text(column));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        0, -0.0, 1, -1, 0.1, 1e7, 1e15, 0x1p53, 0x1p62, 0x1p63, -0x1p63, 1e19, -1e300, 5e-324
      })
  void doublesAreWhatTheirTextIs(double value) {
    row.setNumber(DOUBLE, value);
    texts.setNumber(DOUBLE, DoubleText.of(value));
    assertSame(DOUBLE);
    // A whole number is all of its digits, of which the shortest text gives the first 17 alone.
    row.setNumber(INTEGER, value);
    texts.setNumber(
        INTEGER,
        value == Math.rint(value) && Math.abs(value) < 1e20
            ? new BigDecimal(value).toPlainString()
            : DoubleText.of(value));
    assertSame(INTEGER);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, 12, Long.MAX_VALUE, Long.MIN_VALUE, (1L << 53) + 1})
  void wholeNumbersAreWhatTheirTextIs(long value) {
    for (int column : new int[] {INTEGER, DOUBLE, STRING}) {
      row.setWhole(column, value);
      texts.setNumber(column, Long.toString(value));
      assertSame(column);
    }
  }

  @Test
  void anyBitsAreWhatTheirTextIs() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        doublesAreWhatTheirTextIs(value);
      }
      wholeNumbersAreWhatTheirTextIs(random.nextLong() >> random.nextInt(64));
    }
  }

  @Test
  void notANumberIsMissing() {
    row.setNumber(DOUBLE, 1);
    row.setNumber(DOUBLE, Double.NaN);
    row.setNumber(DATE, Double.NaN);

    assertThat(row.text(DOUBLE)).isNull();
    assertThat(row.text(DATE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "-1.0"})
  void numbersThatMeanMissingAreMissing(String token) {
    Row marked = schema("", token).newRow();
    marked.setNumber(DOUBLE, -1);
    marked.setNumber(INTEGER, -1);
    assertThat(marked.text(DOUBLE)).isNull();
    assertThat(marked.text(INTEGER)).isNull();

    marked.setNumber(DOUBLE, -1.5);
    assertThat(marked.number(DOUBLE)).isEqualTo(-1.5);
    marked.setWhole(DOUBLE, 7);
    assertThat(marked.number(DOUBLE)).isEqualTo(7);
    if (token.equals("-1")) {
      marked.setWhole(INTEGER, -1);
      assertThat(marked.text(INTEGER)).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void infinityIsNoValue(double value) {
    assertThatThrownBy(() -> row.setNumber(DOUBLE, value))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("must be a finite number");
  }

  @ParameterizedTest
  @EnumSource(
      value = ColumnType.class,
      names = {"DATE", "STRING", "BOOLEAN", "TIMESTAMP"})
  void otherColumnsTakeNoNumbers(ColumnType type) {
    Row one = new InputSchema(List.of(new Column("c", type)), Cleaning.DEFAULT).newRow();
    assertThatThrownBy(() -> one.setNumber(0, 1.5))
        .isInstanceOf(InvalidValue.class)
        .hasMessageContaining("'c'");
    if (type != ColumnType.STRING) {
      assertThatThrownBy(() -> one.setWhole(0, 1)).isInstanceOf(InvalidValue.class);
    }
  }
}
