package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar and the canonical texts of dates and timestamps. */
class RowTimeTest {
  private static final int DATE = 0;
  private static final int TIMESTAMP = 1;

  private final Row row =
      new InputSchema(
              List.of(new Column("day", ColumnType.DATE), new Column("at", ColumnType.TIMESTAMP)),
              Cleaning.DEFAULT)
          .newRow();

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
}
