package dev.grove.bundle.drift;

import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Row;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the cells that a row and its answer fall into, without allocating. All watched quantities'
 * cells lie one after the other in one array of counts. Immutable and thread-safe.
 */
public final class CellFinder {
  private final List<ColumnReference> watched;
  private final int[] offsets;
  private final Locator[] inputs;

  /**
   * Each class's cell among the prediction's; null where a number is predicted or nothing known.
   */
  private final int[] classCells;

  /** The prediction's bins in regression, the confidence's in classification; null if unknown. */
  private final NumberBins answerBins;

  private final int prediction;

  /** Finds the cells of one input column, one for each of its measures. */
  private interface Locator {
    void locate(Row row, int[] cells);
  }

  /**
   * @throws IllegalArgumentException if the reference does not fit the model
   */
  public CellFinder(ReferenceProfile reference, InputSchema input, Labels labels) {
    reference.check(input, labels);
    this.watched = List.copyOf(reference.watched());
    this.offsets = new int[watched.size() + 1];
    for (int i = 0; i < watched.size(); i++) {
      offsets[i + 1] = offsets[i] + watched.get(i).counts().size();
    }
    this.prediction = reference.inputs().size();
    this.inputs = locators(reference.inputs(), input);
    ColumnReference answered = reference.prediction();
    if (answered instanceof ColumnReference.Categories categories) {
      CategoryCells cells = categories.cells();
      this.classCells =
          labels.classes().stream()
              .mapToInt(label -> offsets[prediction] + cells.cell(label))
              .toArray();
      this.answerBins = reference.confidence() == null ? null : reference.confidence().bins();
    } else {
      this.classCells = null;
      this.answerBins = answered instanceof ColumnReference.Numbers numbers ? numbers.bins() : null;
    }
  }

  private Locator[] locators(List<ColumnReference> references, InputSchema input) {
    List<Locator> locators = new ArrayList<>();
    for (int i = 0; i < references.size(); i++) {
      ColumnReference reference = references.get(i);
      int column = input.indexOf(reference.column());
      if (reference instanceof ColumnReference.Categories categories) {
        locators.add(new OfCategory(column, i, offsets[i], categories.cells()));
      } else if (reference instanceof ColumnReference.Numbers numbers) {
        locators.add(
            switch (numbers.measure()) {
              case LENGTH -> new OfLength(column, i, offsets[i], numbers.bins());
              case WORDS -> new OfWords(column, i, offsets[i], numbers.bins());
              case NEW_WORDS ->
                  new OfNewWords(column, i, offsets[i], numbers.bins(), numbers.seen());
              case VALUE, PREDICTION, CONFIDENCE ->
                  new OfNumber(column, i, offsets[i], numbers.bins());
            });
      }
    }
    return locators.toArray(Locator[]::new);
  }

  private record OfNumber(int column, int place, int offset, NumberBins bins) implements Locator {
    @Override
    public void locate(Row row, int[] cells) {
      cells[place] = offset + bins.cell(row.number(column));
    }
  }

  private record OfCategory(int column, int place, int offset, CategoryCells values)
      implements Locator {
    @Override
    public void locate(Row row, int[] cells) {
      cells[place] = offset + values.cell(row.text(column));
    }
  }

  private record OfLength(int column, int place, int offset, NumberBins bins) implements Locator {
    @Override
    public void locate(Row row, int[] cells) {
      String text = row.text(column);
      cells[place] = offset + bins.cell(text == null ? Double.NaN : text.length());
    }
  }

  private record OfWords(int column, int place, int offset, NumberBins bins) implements Locator {
    @Override
    public void locate(Row row, int[] cells) {
      String text = row.text(column);
      cells[place] =
          offset
              + bins.cell(text == null ? Double.NaN : TextScan.words(TextScan.count(text, null)));
    }
  }

  private record OfNewWords(int column, int place, int offset, NumberBins bins, SeenHashes seen)
      implements Locator {
    @Override
    public void locate(Row row, int[] cells) {
      String text = row.text(column);
      cells[place] =
          offset
              + bins.cell(
                  text == null ? Double.NaN : TextScan.unseenShare(TextScan.count(text, seen)));
    }
  }

  /** What is counted, in the order of its cells. */
  public List<ColumnReference> watched() {
    return watched;
  }

  /** How many of them are inputs. */
  public int inputs() {
    return prediction;
  }

  /** Where a watched quantity's cells begin. */
  public int offset(int index) {
    return offsets[index];
  }

  /** Cells of all watched quantities together. */
  public int cells() {
    return offsets[watched.size()];
  }

  /** The reference's counts, in the order of the cells. */
  public long[] referenceCounts() {
    return watched.stream()
        .flatMap(reference -> reference.counts().stream())
        .mapToLong(Long::longValue)
        .toArray();
  }

  /**
   * Finds the inputs' cells.
   *
   * @param cells one place for each watched quantity
   */
  public void locate(Row row, int[] cells) {
    for (Locator input : inputs) {
      input.locate(row, cells);
    }
  }

  /** Finds the cells of a classification, if answers are watched. */
  public void locateClass(int index, double confidence, int[] cells) {
    if (classCells != null) {
      cells[prediction] = classCells[index];
      if (answerBins != null) {
        cells[prediction + 1] = offsets[prediction + 1] + answerBins.cell(confidence);
      }
    }
  }

  /** Finds the cell of a predicted number, if answers are watched. */
  public void locateNumber(double value, int[] cells) {
    if (classCells == null && answerBins != null) {
      cells[prediction] = offsets[prediction] + answerBins.cell(value);
    }
  }
}
