package dev.grove.bundle.drift;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * What the reference rows had in one column, or in one measure of it: how many fell into each cell,
 * and how far chunks of them lie apart. Cells of two references with the same bins can be added.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ColumnReference.Numbers.class, name = "numbers"),
  @JsonSubTypes.Type(value = ColumnReference.Categories.class, name = "categories")
})
public sealed interface ColumnReference {
  /** More cells than this are not taken. */
  int MAX_CELLS = 1_024;

  /** Characters of a category's value; longer values are counted as other or unseen. */
  int MAX_VALUE = 256;

  /** The input column; for what the model answers, the answer's field. */
  String column();

  /** How many reference rows fell into each cell. */
  List<Long> counts();

  Thresholds thresholds();

  /** How many of the cells have an order, from the first on; 0 if none. */
  @JsonIgnore
  int ordered();

  /** This with the counts of another one added, which must have the same cells. */
  ColumnReference plus(ColumnReference other);

  /** The number of rows. */
  default long rows() {
    return counts().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * A number in bins.
   *
   * @param uppers the bins' inclusive upper ends, ascending; the last bin has none
   * @param seen the words that the reference has; present only for {@link Measure#NEW_WORDS}
   * @param counts of the bins, then of what is missing
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Numbers(
      String column,
      Measure measure,
      List<Double> uppers,
      SeenHashes seen,
      List<Long> counts,
      Thresholds thresholds)
      implements ColumnReference {
    public Numbers {
      Objects.requireNonNull(column, "column");
      Objects.requireNonNull(measure, "measure");
      uppers = List.copyOf(Objects.requireNonNull(uppers, "uppers"));
      Objects.requireNonNull(thresholds, "thresholds");
      Objects.requireNonNull(thresholds.shift(), "shift");
      double last = Double.NEGATIVE_INFINITY;
      for (double upper : uppers) {
        if (!(upper > last) || upper == Double.POSITIVE_INFINITY) {
          throw new IllegalArgumentException("uppers: not finite and ascending");
        }
        last = upper;
      }
      if (seen == null == (measure == Measure.NEW_WORDS)) {
        throw new IllegalArgumentException("seen: must stand for new_words, and for nothing else");
      }
      counts = checked(counts, uppers.size() + 2);
    }

    @Override
    public int ordered() {
      return uppers.size() + 1;
    }

    @Override
    public Numbers plus(ColumnReference other) {
      if (!(other instanceof Numbers that)
          || !column.equals(that.column)
          || measure != that.measure
          || !uppers.equals(that.uppers)
          || !Objects.equals(seen, that.seen)) {
        throw new IllegalArgumentException("'" + column + "' has other bins there");
      }
      return new Numbers(column, measure, uppers, seen, sum(counts, that.counts), thresholds);
    }

    NumberBins bins() {
      return new NumberBins(uppers.stream().mapToDouble(Double::doubleValue).toArray());
    }
  }

  /**
   * Values without an order.
   *
   * @param values the frequent ones
   * @param seen the other values that the reference has; null if there are none
   * @param counts of the values, then of other ones, of ones that no other row has, and of none
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Categories(
      String column, List<String> values, SeenHashes seen, List<Long> counts, Thresholds thresholds)
      implements ColumnReference {
    public Categories {
      Objects.requireNonNull(column, "column");
      values = List.copyOf(Objects.requireNonNull(values, "values"));
      Objects.requireNonNull(thresholds, "thresholds");
      if (new HashSet<>(values).size() < values.size()) {
        throw new IllegalArgumentException("values: one stands twice");
      }
      if (values.stream().anyMatch(value -> value.length() > MAX_VALUE)) {
        throw new IllegalArgumentException("values: longer than " + MAX_VALUE + " characters");
      }
      counts = checked(counts, values.size() + 3);
    }

    @Override
    public int ordered() {
      return 0;
    }

    @Override
    public Categories plus(ColumnReference other) {
      if (!(other instanceof Categories that)
          || !column.equals(that.column)
          || !values.equals(that.values)
          || !Objects.equals(seen, that.seen)) {
        throw new IllegalArgumentException("'" + column + "' has other values there");
      }
      return new Categories(column, values, seen, sum(counts, that.counts), thresholds);
    }

    CategoryCells cells() {
      return new CategoryCells(values, seen);
    }
  }

  private static List<Long> checked(List<Long> counts, int cells) {
    List<Long> copy = List.copyOf(Objects.requireNonNull(counts, "counts"));
    if (copy.size() != cells || cells > MAX_CELLS) {
      throw new IllegalArgumentException(
          "counts: " + copy.size() + " for " + cells + " cells, of which " + MAX_CELLS + " may be");
    }
    long rows = 0;
    for (long count : copy) {
      if (count < 0 || count > ReferenceProfile.MAX_ROWS - rows) {
        throw new IllegalArgumentException(
            "counts: negative, or together more than " + ReferenceProfile.MAX_ROWS);
      }
      rows += count;
    }
    return copy;
  }

  private static List<Long> sum(List<Long> left, List<Long> right) {
    List<Long> sum = new ArrayList<>(left.size());
    for (int i = 0; i < left.size(); i++) {
      sum.add(left.get(i) + right.get(i));
    }
    return sum;
  }
}
