package dev.grove.bundle.features;

import dev.grove.bundle.ColumnType;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What becomes of a column's number before it is a feature. NaN stays NaN. */
public enum NumericTransform {
  /** The number itself: days for dates, seconds for timestamps. */
  NONE,
  /** {@code log(1 + x)}, the same bits on every Java; NaN for negative numbers. */
  LOG1P,
  /** Whole days since 1970-01-01, in UTC. */
  EPOCH_DAYS,
  /** Hour of the day, 0 to 23, in UTC; 0 for dates. */
  HOUR,
  /** 0 for Monday to 6 for Sunday, in UTC. */
  DAY_OF_WEEK;

  private static final double SECONDS_A_DAY = 86_400;
  private static final double SECONDS_AN_HOUR = 3_600;

  /** 1970-01-01 was a Thursday. */
  private static final int FIRST_DAY_OF_WEEK = 3;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static NumericTransform ofWireName(String name) {
    return Stream.of(values())
        .filter(transform -> transform.wireName().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown transform '" + name + "'"));
  }

  static List<String> wireNames() {
    return Stream.of(values()).map(NumericTransform::wireName).toList();
  }

  /** Whether columns of the type can be transformed so: times for times, log1p for numbers. */
  public boolean fits(ColumnType type) {
    boolean time = type == ColumnType.DATE || type == ColumnType.TIMESTAMP;
    return switch (this) {
      case NONE -> type.isNumeric();
      case LOG1P -> type.isNumeric() && !time;
      case EPOCH_DAYS, HOUR, DAY_OF_WEEK -> time;
    };
  }

  /**
   * @param number as {@link dev.grove.bundle.Row#number} gives it for a column of the type
   */
  public double apply(double number, ColumnType type) {
    return switch (this) {
      case NONE -> number;
      case LOG1P -> number < 0 ? Double.NaN : StrictMath.log1p(number);
      case EPOCH_DAYS -> days(number, type);
      case HOUR ->
          type == ColumnType.DATE
              ? (Double.isNaN(number) ? Double.NaN : 0)
              : Math.floor((number - days(number, type) * SECONDS_A_DAY) / SECONDS_AN_HOUR);
      case DAY_OF_WEEK -> {
        double day = days(number, type) + FIRST_DAY_OF_WEEK;
        yield day - Math.floor(day / 7) * 7;
      }
    };
  }

  private static double days(double number, ColumnType type) {
    return type == ColumnType.DATE ? number : Math.floor(number / SECONDS_A_DAY);
  }
}
