package dev.grove.data.ingest;

import dev.grove.data.dataset.Column;
import dev.grove.data.dataset.ColumnType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;

/** Finds the narrowest type that all of a column's values have, in one pass over them. */
final class TypeInference {
  private final Set<ColumnType> candidates = EnumSet.allOf(ColumnType.class);
  private boolean hasValue;
  private boolean hasMissing;
  private boolean hasNanoseconds;
  private boolean hasHugeInteger;

  /** Takes the next value, cleaned; null is missing. */
  void add(String value) {
    if (value == null) {
      hasMissing = true;
      return;
    }
    hasValue = true;
    if (candidates.size() > 1) {
      candidates.removeIf(type -> !ValueTypes.fits(type, value));
    }
    if (candidates.contains(ColumnType.TIMESTAMP)) {
      hasNanoseconds |= isFine(TimestampText.parse(value));
    } else if (candidates.contains(ColumnType.DOUBLE) && !candidates.contains(ColumnType.INTEGER)) {
      hasHugeInteger |= ValueTypes.isWholeNumber(value) && value.length() > 18;
    }
  }

  private static boolean isFine(Instant moment) {
    return !moment.equals(moment.truncatedTo(ChronoUnit.MICROS));
  }

  ColumnType type() {
    return hasValue ? candidates.iterator().next() : ColumnType.STRING;
  }

  Column column(String name) {
    return new Column(name, type(), hasMissing);
  }

  /** Whether the column is double because a whole number does not fit 64 bits. */
  boolean losesDigits() {
    return type() == ColumnType.DOUBLE && hasHugeInteger;
  }

  /**
   * How the engine keeps the column. Moments with nanoseconds stay text, because the engine's
   * timestamps count microseconds.
   */
  String engineType() {
    return switch (type()) {
      case BOOLEAN -> "BOOLEAN";
      case INTEGER -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      case TIMESTAMP -> hasNanoseconds ? "VARCHAR" : "TIMESTAMP";
      case STRING -> "VARCHAR";
    };
  }
}
