package dev.grove.inference.traffic;

import dev.grove.bundle.Column;
import dev.grove.inference.serving.ServedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of the rows that a shadow was to score, and how it differed. */
final class ShadowCounts {
  /** Pairs of versions that are remembered; the oldest is forgotten. */
  private static final int MOST_PAIRS = 16;

  private record Pair(String version, String shadowVersion) {}

  /** Sums over one pair of versions. */
  private static final class Sums {
    private final List<String> missingColumns;
    private final Differences differences = new Differences();
    private long rows;
    private long labelled;
    private long agreed;

    private Sums(List<String> missingColumns) {
      this.missingColumns = missingColumns;
    }
  }

  private final LongAdder dropped = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final Map<Pair, Sums> pairs = new LinkedHashMap<>();

  /** There was no room for a row. */
  void drop() {
    dropped.increment();
  }

  /** The shadow was not there, or was the version that had answered. */
  void skip() {
    skipped.increment();
  }

  /** The shadow could not score a row, or not compare it. */
  void fail() {
    failed.increment();
  }

  synchronized void compare(ServedModel model, ServedModel shadow, Difference difference) {
    Pair pair = new Pair(model.version(), shadow.version());
    Sums sums = pairs.get(pair);
    if (sums == null) {
      sums = new Sums(missing(model, shadow));
      pairs.put(pair, sums);
      if (pairs.size() > MOST_PAIRS) {
        pairs.remove(pairs.keySet().iterator().next());
      }
    }
    sums.rows++;
    sums.differences.add(difference.absolute());
    if (difference.agreed() != null) {
      sums.labelled++;
      sums.agreed += difference.agreed() ? 1 : 0;
    }
  }

  private static List<String> missing(ServedModel model, ServedModel shadow) {
    return shadow.bundle().input().columns().stream()
        .map(Column::name)
        .filter(name -> model.bundle().input().indexOf(name) < 0)
        .toList();
  }

  long dropped() {
    return dropped.sum();
  }

  long skipped() {
    return skipped.sum();
  }

  long failed() {
    return failed.sum();
  }

  /** What was compared so far, the pair that came first first. */
  synchronized List<ComparisonJson> comparisons() {
    List<ComparisonJson> comparisons = new ArrayList<>();
    pairs.forEach(
        (pair, sums) ->
            comparisons.add(
                new ComparisonJson(
                    pair.version,
                    pair.shadowVersion,
                    sums.rows,
                    sums.labelled == 0 ? null : sums.agreed,
                    sums.labelled == 0 ? null : (double) sums.agreed / sums.labelled,
                    ComparisonJson.DifferenceJson.of(sums.differences),
                    sums.missingColumns)));
    return comparisons;
  }
}
