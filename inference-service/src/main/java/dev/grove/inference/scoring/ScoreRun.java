package dev.grove.inference.scoring;

import dev.grove.bundle.InvalidValue;
import dev.grove.inference.admission.Pace;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One job at work: a dataset's rows as they come, one after the other, into the result. It needs
 * the memory of a row. From other threads it can be watched and stopped.
 */
final class ScoreRun {
  /** Rows between two looks at whether requests wait. */
  private static final int BLOCK = 64;

  private final DataClient data;
  private final ScoreRequest request;
  private final String key;
  private final Pace pace;
  private volatile long rows;
  private volatile long faulty;
  private volatile boolean stopped;
  private volatile String stoppedWhy;
  private volatile InputStream open;
  private volatile boolean written;

  /**
   * @param key the dataset's key column, repeated in the result; null if it has none
   */
  ScoreRun(DataClient data, ScoreRequest request, String key, Pace pace) {
    this.data = data;
    this.request = request;
    this.key = key;
    this.pace = pace;
  }

  long rows() {
    return rows;
  }

  long faulty() {
    return faulty;
  }

  /** Whether all rows came, and the result is on its way to where it is wanted. */
  boolean isPublishing() {
    return written;
  }

  /**
   * Writes the result.
   *
   * @param most bytes that it may have
   * @throws IOException if rows do not come, or the result has no room
   * @throws InterruptedException if it was stopped
   */
  void run(ServedModel model, Path result, long most) throws IOException, InterruptedException {
    TableScorer scorer = new TableScorer(model.bundle());
    List<String> kept = kept();
    try (ResultTable out = new ResultTable(result, most, kept, model.bundle().labels())) {
      for (String part : request.parts()) {
        try (InputStream in =
            data.part(request.dataset(), request.version(), request.split(), part)) {
          open = in;
          score(part, new Table(in), scorer, kept, out);
        } catch (IOException e) {
          checkStopped();
          throw e;
        } catch (UncheckedIOException e) {
          throw e.getCause();
        } catch (RuntimeException e) {
          // Closing a stream that another thread reads may come out as anything.
          checkStopped();
          throw e;
        } finally {
          open = null;
        }
      }
    }
    written = true;
  }

  /** The key first; rows without one are told apart by where they stand. */
  private List<String> kept() {
    List<String> kept = new ArrayList<>();
    if (key == null) {
      kept.add("part");
      kept.add("row");
    } else {
      kept.add(key);
    }
    request.keep().stream().filter(column -> !kept.contains(column)).forEach(kept::add);
    return kept;
  }

  private void score(
      String part, Table table, TableScorer scorer, List<String> kept, ResultTable out)
      throws IOException, InterruptedException {
    int[] places = scorer.places(table);
    Pace.Work work = pace.begin(Pace.Level.JOB);
    int beside = key == null ? 2 : 0;
    int[] keptPlaces = new int[kept.size()];
    for (int i = beside; i < keptPlaces.length; i++) {
      keptPlaces[i] = table.place(kept.get(i));
      if (keptPlaces[i] < 0) {
        throw new IOException("The table has no column '" + kept.get(i) + "'");
      }
    }
    String[] repeated = new String[kept.size()];
    String[] fields;
    for (long row = 0; (fields = table.next()) != null; row++) {
      if (key == null) {
        repeated[0] = part;
        repeated[1] = Long.toString(row);
      }
      for (int i = beside; i < repeated.length; i++) {
        repeated[i] = fields[keptPlaces[i]];
      }
      write(fields, places, scorer, repeated, out);
      checkStopped();
      if (row % BLOCK == BLOCK - 1) {
        work.betweenBlocks();
      }
    }
  }

  // One thread writes the counts, others look at them.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void write(
      String[] fields, int[] places, TableScorer scorer, String[] repeated, ResultTable out) {
    try {
      out.write(repeated, scorer.score(fields, places));
    } catch (InvalidValue e) {
      out.writeFault(repeated, e.getMessage());
      faulty++;
    }
    rows++;
  }

  private void checkStopped() throws IOException, InterruptedException {
    if (stopped) {
      if (stoppedWhy != null) {
        throw new IOException(stoppedWhy);
      }
      throw new InterruptedException();
    }
  }

  /** Whether a client ended it. */
  boolean isCancelled() {
    return stopped && stoppedWhy == null;
  }

  /** Ends the run soon, also while it waits for rows. */
  void cancel() {
    stop(null);
  }

  /** Ends the run soon as failed. */
  void stop(String why) {
    stoppedWhy = why;
    stopped = true;
    InputStream in = open;
    if (in != null) {
      try {
        in.close();
      } catch (IOException e) {
        // It is given up either way.
      }
    }
  }
}
