package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import java.io.IOException;

/** The form of a batch's answer. */
interface BatchWriter {
  void begin() throws IOException;

  void row(AnsweredRow row, PredictOptions options) throws IOException;

  /** In the place of a row that is not predicted. */
  void fault(int index, RowFault fault) throws IOException;

  /** Hands on what was written so far. */
  void flush() throws IOException;

  /**
   * The last of the answer.
   *
   * @param rows that were read
   * @param failed how many of them are not predicted
   * @param refusal why the rows after them are not answered, or null if there are none
   */
  void end(int rows, int failed, Refused refusal) throws IOException;
}
