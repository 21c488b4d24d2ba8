package dev.grove.bundle.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/** Makes the references of sampled columns: cells, their counts and the thresholds. */
final class ColumnProfiler {
  /** More values than this are not counted one by one. */
  static final int MOST_VALUES = 128;

  /** Of the different values, how many must have several words. */
  private static final double SHARE_OF_TEXT = 0.5;

  private final int rows;
  private final Chunks chunks;

  ColumnProfiler(int rows, long seed) {
    this.rows = rows;
    this.chunks = new Chunks(rows, seed);
  }

  /** A number's bins. */
  ColumnReference.Numbers numbers(String column, Measure measure, ColumnSample.Numbers sample) {
    return numbers(column, measure, sample, null);
  }

  private ColumnReference.Numbers numbers(
      String column, Measure measure, ColumnSample.Numbers sample, SeenHashes seen) {
    List<Double> uppers = NumberBins.uppers(sample.sorted(rows));
    NumberBins bins = new NumberBins(uppers.stream().mapToDouble(Double::doubleValue).toArray());
    Counted counted = count(bins.cells(), row -> bins.cell(sample.get(row)));
    return new ColumnReference.Numbers(
        column, measure, uppers, seen, counted.list(), counted.thresholds(bins.ordered()));
  }

  /**
   * The values of a category, or the measures of a text.
   *
   * @param mayBeText false where there is nothing but categories
   */
  List<ColumnReference> texts(String column, ColumnSample.Texts sample, boolean mayBeText) {
    Map<String, Integer> counts = valueCounts(sample);
    boolean text =
        mayBeText && counts.size() > MOST_VALUES && severalWords(counts) >= SHARE_OF_TEXT;
    return text
        ? List.of(length(column, sample), words(column, sample), newWords(column, sample))
        : List.of(categories(column, sample, counts));
  }

  ColumnReference.Categories categories(String column, ColumnSample.Texts sample) {
    return categories(column, sample, valueCounts(sample));
  }

  private Map<String, Integer> valueCounts(ColumnSample.Texts sample) {
    Map<String, Integer> counts = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      if (sample.get(row) != null) {
        counts.merge(sample.get(row), 1, Integer::sum);
      }
    }
    return counts;
  }

  private static double severalWords(Map<String, Integer> counts) {
    long several = counts.keySet().stream().filter(value -> value.strip().indexOf(' ') > 0).count();
    return several / (double) counts.size();
  }

  /** A value that came once is no more known than one that comes for the first time. */
  private ColumnReference.Categories categories(
      String column, ColumnSample.Texts sample, Map<String, Integer> counts) {
    List<String> values =
        counts.entrySet().stream()
            .filter(entry -> entry.getValue() > 1)
            .filter(entry -> entry.getKey().length() <= ColumnReference.MAX_VALUE)
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(MOST_VALUES)
            .map(Map.Entry::getKey)
            .toList();
    CategoryCells kept = new CategoryCells(values, null);
    Sightings others = new Sightings();
    counts.forEach(
        (value, count) -> {
          if (kept.cell(value) == kept.unseen()) {
            others.add(SeenHashes.hash(value), count);
          }
        });
    SeenHashes seen = others.seen();
    Counted counted =
        count(
            kept.cells(),
            row -> {
              int cell = kept.cell(sample.get(row));
              return cell == kept.unseen() && others.repeats(SeenHashes.hash(sample.get(row)))
                  ? kept.other()
                  : cell;
            });
    return new ColumnReference.Categories(
        column, values, seen, counted.list(), counted.thresholds(0));
  }

  private ColumnReference length(String column, ColumnSample.Texts sample) {
    ColumnSample.Numbers lengths = new ColumnSample.Numbers();
    for (int row = 0; row < rows; row++) {
      lengths.set(row, sample.get(row) == null ? Double.NaN : sample.length(row));
    }
    return numbers(column, Measure.LENGTH, lengths);
  }

  private ColumnReference words(String column, ColumnSample.Texts sample) {
    ColumnSample.Numbers words = new ColumnSample.Numbers();
    for (int row = 0; row < rows; row++) {
      String text = sample.get(row);
      words.set(row, text == null ? Double.NaN : TextScan.words(TextScan.count(text, null)));
    }
    return numbers(column, Measure.WORDS, words);
  }

  /** A word that stands in one row alone is new there. */
  private ColumnReference newWords(String column, ColumnSample.Texts sample) {
    Sightings sightings = new Sightings();
    for (int row = 0; row < rows; row++) {
      if (sample.get(row) != null) {
        int owner = row;
        TextScan.forEach(sample.get(row), word -> sightings.addOnce(word, owner));
      }
    }
    ColumnSample.Numbers shares = new ColumnSample.Numbers();
    SeenHashes elsewhere = sightings.repeated();
    for (int row = 0; row < rows; row++) {
      String text = sample.get(row);
      shares.set(
          row, text == null ? Double.NaN : TextScan.unseenShare(TextScan.count(text, elsewhere)));
    }
    SeenHashes seen = sightings.seen();
    return numbers(
        column,
        Measure.NEW_WORDS,
        shares,
        seen == null ? new SeenHashes(SeenHashes.MIN_BUCKETS) : seen);
  }

  private Counted count(int cells, IntUnaryOperator cellOfRow) {
    int[] cellOf = new int[rows];
    long[] counts = new long[cells];
    for (int row = 0; row < rows; row++) {
      cellOf[row] = cellOfRow.applyAsInt(row);
      counts[cellOf[row]]++;
    }
    return new Counted(cellOf, counts, chunks);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Counted(int[] cellOf, long[] counts, Chunks chunks) {
    List<Long> list() {
      List<Long> list = new ArrayList<>(counts.length);
      for (long count : counts) {
        list.add(count);
      }
      return list;
    }

    Thresholds thresholds(int ordered) {
      return chunks.learn(cellOf, counts, ordered);
    }
  }
}
