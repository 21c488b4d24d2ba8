package dev.grove.bundle.drift;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * Makes the references of sampled columns: cells, their counts and the thresholds.
 *
 * <p>What is new to the reference cannot be counted in the rows that the reference was made from.
 * Where that matters, every other row tells what is known, and the rows between are counted.
 */
final class ColumnProfiler {
  /** More values than this are not counted one by one. */
  static final int MOST_VALUES = 128;

  /** Sightings that make a value known for good. */
  private static final int COMMON = 5;

  /** Of the different values, how many must have several words. */
  private static final double SHARE_OF_TEXT = 0.5;

  private final int rows;
  private final Chunks chunks;
  private final Chunks chunksOfCounted;

  ColumnProfiler(int rows, long seed) {
    this.rows = rows;
    this.chunks = new Chunks(rows, seed);
    this.chunksOfCounted = new Chunks(rows / 2, seed);
  }

  /** The rows that tell what is known are the even ones. */
  private static int counted(int index) {
    return 2 * index + 1;
  }

  /** A number's bins. */
  ColumnReference.Numbers numbers(String column, Measure measure, ColumnSample.Numbers sample) {
    return numbers(column, measure, sample, rows, chunks, null);
  }

  private static ColumnReference.Numbers numbers(
      String column,
      Measure measure,
      ColumnSample.Numbers sample,
      int rows,
      Chunks chunks,
      SeenHashes seen) {
    List<Double> uppers = NumberBins.uppers(sample.sorted(rows));
    NumberBins bins =
        new NumberBins(uppers.stream().mapToDouble(Double::doubleValue).toArray());
    Counted counted =
        Counted.of(rows, bins.cells(), row -> bins.cell(sample.get(row)), chunks);
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
    return valueCounts(sample, 1);
  }

  private Map<String, Integer> valueCounts(ColumnSample.Texts sample, int step) {
    Map<String, Integer> counts = new HashMap<>();
    for (int row = 0; row < rows; row += step) {
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

  private ColumnReference.Categories categories(
      String column, ColumnSample.Texts sample, Map<String, Integer> counts) {
    boolean allKept =
        counts.size() <= MOST_VALUES
            && counts.entrySet().stream().allMatch(ColumnProfiler::isCommon);
    return allKept
        ? categories(column, frequent(counts), null, rows, sample::get, chunks)
        : split(column, sample);
  }

  /** Each has been seen often enough that others of its kind are hardly missing. */
  private static boolean isCommon(Map.Entry<String, Integer> value) {
    return value.getValue() >= COMMON && value.getKey().length() <= ColumnReference.MAX_VALUE;
  }

  private ColumnReference.Categories split(String column, ColumnSample.Texts sample) {
    Map<String, Integer> known = valueCounts(sample, 2);
    List<String> values = frequent(known);
    CategoryCells kept = new CategoryCells(values, null);
    SeenHashes seen = new SeenHashes(SeenHashes.MAX_BUCKETS);
    for (String value : known.keySet()) {
      if (kept.cell(value) == kept.unseen()) {
        seen.add(seen.bucket(SeenHashes.hash(value)));
      }
    }
    boolean others = known.size() > values.size();
    return categories(
        column,
        values,
        others ? seen : null,
        rows / 2,
        index -> sample.get(counted(index)),
        chunksOfCounted);
  }

  private static ColumnReference.Categories categories(
      String column,
      List<String> values,
      SeenHashes seen,
      int rows,
      IntFunction<String> valueOfRow,
      Chunks chunks) {
    CategoryCells cells = new CategoryCells(values, seen);
    Counted counted =
        Counted.of(rows, cells.cells(), row -> cells.cell(valueOfRow.apply(row)), chunks);
    return new ColumnReference.Categories(
        column, values, seen, counted.list(), counted.thresholds(0));
  }

  private static List<String> frequent(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().length() <= ColumnReference.MAX_VALUE)
        .sorted(
            Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(MOST_VALUES)
        .map(Map.Entry::getKey)
        .toList();
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

  private ColumnReference newWords(String column, ColumnSample.Texts sample) {
    SeenHashes seen = new SeenHashes(SeenHashes.MAX_BUCKETS);
    for (int row = 0; row < rows; row += 2) {
      if (sample.get(row) != null) {
        TextScan.forEach(sample.get(row), word -> seen.add(seen.bucket(word)));
      }
    }
    ColumnSample.Numbers shares = new ColumnSample.Numbers();
    for (int i = 0; i < rows / 2; i++) {
      String text = sample.get(counted(i));
      shares.set(
          i, text == null ? Double.NaN : TextScan.unseenShare(TextScan.count(text, seen)));
    }
    return numbers(column, Measure.NEW_WORDS, shares, rows / 2, chunksOfCounted, seen);
  }

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Counted(int[] cellOf, long[] counts, Chunks chunks) {
    static Counted of(int rows, int cells, IntUnaryOperator cellOfRow, Chunks chunks) {
      int[] cellOf = new int[rows];
      long[] counts = new long[cells];
      for (int row = 0; row < rows; row++) {
        cellOf[row] = cellOfRow.applyAsInt(row);
        counts[cellOf[row]]++;
      }
      return new Counted(cellOf, counts, chunks);
    }

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
