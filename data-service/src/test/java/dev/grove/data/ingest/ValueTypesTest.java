package dev.grove.data.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.data.dataset.ColumnType;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueTypesTest {
  private static ColumnType type(String... values) {
    TypeInference inference = new TypeInference();
    Arrays.stream(values).forEach(inference::add);
    return inference.type();
  }

  @ParameterizedTest
  @CsvSource({
    "true, BOOLEAN",
    "FALSE, BOOLEAN",
    "tRuE, BOOLEAN",
    "falſe, STRING",
    "1, INTEGER",
    "+5, INTEGER",
    "-0, INTEGER",
    "0, INTEGER",
    "007, STRING",
    "-01, STRING",
    "00, STRING",
    "9223372036854775807, INTEGER",
    "-9223372036854775808, INTEGER",
    "9223372036854775808, DOUBLE",
    "12345678901234567890123, DOUBLE",
    "1.5, DOUBLE",
    "1., DOUBLE",
    ".5, DOUBLE",
    "., STRING",
    "+.e5, STRING",
    "1e5, DOUBLE",
    "1E-400, DOUBLE",
    "1e400, STRING",
    "1e, STRING",
    "1e+, STRING",
    "0.5, DOUBLE",
    "00.5, STRING",
    "-007.5, STRING",
    "0x10, STRING",
    "1_000, STRING",
    "1d, STRING",
    "Infinity, STRING",
    "٣, STRING",
    "2024-02-29, DATE",
    "2023-02-29, STRING",
    "2024-13-01, STRING",
    "2024-00-01, STRING",
    "2024-01-00, STRING",
    "0000-01-01, DATE",
    "24-01-01, STRING",
    "2024/01/01, STRING",
    "2024-01-01T10:20, TIMESTAMP",
    "2024-01-01 10:20:30, TIMESTAMP",
    "2024-01-01T10:20:30.123456789Z, TIMESTAMP",
    "2024-01-01T10:20:30.Z, STRING",
    "2024-01-01T10:20:30.1234567890Z, STRING",
    "2024-01-01T24:00, STRING",
    "2024-01-01T10:60, STRING",
    "2024-01-01T10:20:60, STRING",
    "2024-01-01T10:20+02:00, TIMESTAMP",
    "2024-01-01T10:20-05:30, TIMESTAMP",
    "2024-01-01T10:20+19:00, STRING",
    "2024-01-01T10:20+0200, STRING",
    "2024-01-01T10:20:3, STRING",
    "2024-01-01x10:20, STRING",
    "2024-01-01T10.20, STRING",
    "2024-01-01T10:20:30*02:00, STRING",
    "2024-02-30T10:20, STRING"
  })
  void eachTextHasItsNarrowestType(String text, ColumnType expected) {
    assertThat(type(text)).isEqualTo(expected);
  }

  @Test
  void columnHasWhatAllOfItsValuesHave() {
    assertThat(type("1", "2.5", null)).isEqualTo(ColumnType.DOUBLE);
    assertThat(type("1", "true")).isEqualTo(ColumnType.STRING);
    assertThat(type("1", "007")).isEqualTo(ColumnType.STRING);
    assertThat(type("2024-01-01", "2024-01-01T10:20")).isEqualTo(ColumnType.STRING);
    assertThat(type()).isEqualTo(ColumnType.STRING);
    assertThat(type(null, null)).isEqualTo(ColumnType.STRING);
  }

  @ParameterizedTest
  @CsvSource({
    "BOOLEAN, TRUE, true",
    "INTEGER, +5, 5",
    "INTEGER, -0, 0",
    "DOUBLE, 1e3, 1000.0",
    "DOUBLE, .5, 0.5",
    "DOUBLE, -0.0, -0.0",
    "DATE, 2024-02-29, 2024-02-29",
    "TIMESTAMP, 2024-01-01 10:20, 2024-01-01T10:20:00Z",
    "TIMESTAMP, 2024-01-01T10:20:30.5+02:00, 2024-01-01T08:20:30.500Z",
    "TIMESTAMP, 2024-01-01T10:20-05:30, 2024-01-01T15:50:00Z"
  })
  void canonicalTextIsOneForOneValue(ColumnType type, String text, String expected) {
    assertThat(ValueTypes.canonical(type, text)).isEqualTo(expected);
  }

  @Test
  void keysKeepTheDigitsThatDoublesLose() {
    assertThat(ValueTypes.identity(ColumnType.DOUBLE, "12345678901234567890"))
        .isNotEqualTo(ValueTypes.identity(ColumnType.DOUBLE, "12345678901234567891"));
    assertThat(ValueTypes.identity(ColumnType.DOUBLE, "1.50"))
        .isEqualTo(ValueTypes.identity(ColumnType.DOUBLE, "+1.5"));
    assertThat(ValueTypes.identity(ColumnType.DOUBLE, "0.0"))
        .isEqualTo(ValueTypes.identity(ColumnType.DOUBLE, "-0e5"));
    assertThat(ValueTypes.identity(ColumnType.DOUBLE, "1e-99999999999")).isNotBlank();
    assertThat(ValueTypes.identity(ColumnType.INTEGER, "+7")).isEqualTo("7");
    assertThat(ValueTypes.identity(ColumnType.STRING, "007")).isEqualTo("007");
  }

  @Test
  void integersBeyond64BitsAreNoticed() {
    TypeInference inference = new TypeInference();
    inference.add("12345678901234567890");
    assertThat(inference.losesDigits()).isTrue();
    inference.add("x");
    assertThat(inference.losesDigits()).isFalse();
  }
}
