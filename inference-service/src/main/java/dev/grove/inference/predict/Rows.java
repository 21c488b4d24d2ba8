package dev.grove.inference.predict;

import dev.grove.inference.serving.Scratch;
import java.io.IOException;

/** The rows of a batch's body, one after the other. */
interface Rows {
  /** What came of reading on. */
  sealed interface Next {
    /** The scratch holds the row. */
    record Filled() implements Next {}

    /** There is a row, but it can't be predicted; those after it can still be read. */
    record Faulty(RowFault fault) implements Next {}

    /** There are no more. */
    record End() implements Next {}

    Next FILLED = new Filled();
    Next END = new End();

    static Next of(RowFault fault) {
      return fault == null ? FILLED : new Faulty(fault);
    }
  }

  /**
   * Reads one row.
   *
   * @throws dev.grove.inference.Refused if what comes cannot be told into rows any more
   */
  Next next(Scratch scratch) throws IOException;
}
