package dev.grove.inference.predict;

import dev.grove.inference.serving.BlockScorer;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.util.Arrays;

/**
 * Some rows of a batch that are scored together, with the places of those that cannot be. Wide
 * models have small blocks, so that a block's memory is bounded whatever the model.
 */
final class Block implements AutoCloseable {
  private static final int MOST_ROWS = 64;
  private static final int MOST_VALUES = 1 << 19;

  private final ServedModel model;
  private final BlockScorer scorer;
  private final Scratch[] scratches;
  private final RowFault[] faults;
  private int size;

  Block(ServedModel model) {
    this.model = model;
    this.scorer = model.newBlockScorer();
    int rows = MOST_VALUES / Math.max(1, model.bundle().encoding().size());
    this.scratches = new Scratch[Math.max(1, Math.min(MOST_ROWS, rows))];
    this.faults = new RowFault[scratches.length];
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return size == scratches.length;
  }

  void clear() {
    size = 0;
  }

  /** The working memory of the row that comes next. */
  Scratch next() {
    if (scratches[size] == null) {
      scratches[size] = model.borrow();
    }
    return scratches[size];
  }

  /**
   * Takes the next row in.
   *
   * @param fault why it is not predicted, or null
   */
  void add(RowFault fault) {
    faults[size++] = fault;
  }

  Scratch scratch(int row) {
    return scratches[row];
  }

  RowFault fault(int row) {
    return faults[row];
  }

  /** What scores its rows together, or null. */
  BlockScorer scorer() {
    return scorer;
  }

  /** The rows that can be predicted, in their order. */
  Scratch[] predictable() {
    Scratch[] rows = new Scratch[size];
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (faults[i] == null) {
        rows[count++] = scratches[i];
      }
    }
    return count == size ? rows : Arrays.copyOf(rows, count);
  }

  @Override
  public void close() {
    for (Scratch scratch : scratches) {
      if (scratch != null) {
        model.giveBack(scratch);
      }
    }
  }
}
