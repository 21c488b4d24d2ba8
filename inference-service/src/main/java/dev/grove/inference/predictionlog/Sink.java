package dev.grove.inference.predictionlog;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Where predictions are written, by one thread. */
interface Sink extends Closeable {
  /**
   * Writes all of the rows.
   *
   * @throws IOException if what is in the list by then has to be written again; what has been
   *     written is taken from it
   */
  void write(List<LoggedRow> rows) throws IOException;

  /** How many rows, of all that it was given, were left out because it can never take them. */
  default long refused() {
    return 0;
  }

  /** Is called now and then whether there are rows or not: to close what is old enough. */
  void tick() throws IOException;
}
