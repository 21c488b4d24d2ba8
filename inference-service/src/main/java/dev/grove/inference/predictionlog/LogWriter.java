package dev.grove.inference.predictionlog;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Moves waiting predictions to where they are written, on a thread of its own. What cannot be
 * written is tried again after a pause, and meanwhile others wait, or are lost.
 */
final class LogWriter implements Runnable {
  private static final Logger LOG = Logger.getLogger(LogWriter.class);
  private static final int MOST_AT_ONCE = 500;
  private static final long IDLE_MILLIS = 50;
  private static final Duration REMIND = Duration.ofMinutes(1);

  /** Opens the sink, which may fail for a while, as a disk or a broker may be away. */
  interface Opener {
    Sink open() throws IOException;
  }

  private final Waiting waiting;
  private final Opener opener;
  private final LogMeters meters;
  private final Duration firstPause;
  private final Duration longestPause;
  private final CountDownLatch stop = new CountDownLatch(1);
  private Sink sink;
  private long pauseMillis;
  private long lostTold;
  private long remindAt;

  LogWriter(
      Waiting waiting,
      Opener opener,
      LogMeters meters,
      Duration firstPause,
      Duration longestPause) {
    this.waiting = waiting;
    this.opener = opener;
    this.meters = meters;
    this.firstPause = firstPause;
    this.longestPause = longestPause;
  }

  /** Ends the thread once it has tried to write all that waits. */
  void stop() {
    stop.countDown();
  }

  @Override
  public void run() {
    List<LoggedRow> rows = new ArrayList<>();
    try {
      while (stop.getCount() > 0) {
        waiting.drainTo(rows, MOST_AT_ONCE);
        boolean written = write(rows);
        tellOfLoss();
        if (!written) {
          stop.await(pauseMillis, TimeUnit.MILLISECONDS);
        } else if (waiting.size() == 0) {
          stop.await(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        }
      }
      writeRest(rows);
    } catch (InterruptedException e) {
      meters.lost(rows.size() + waiting.size());
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
  }

  private void writeRest(List<LoggedRow> rows) {
    do {
      waiting.drainTo(rows, MOST_AT_ONCE);
    } while (write(rows) && waiting.size() > 0);
    long lost = rows.size() + waiting.size();
    if (lost > 0) {
      meters.lost(lost);
      LOG.errorf("%d predictions could not be logged before the end", lost);
    }
  }

  /** Writes the rows and forgets them; false if they stay for another time. */
  private boolean write(List<LoggedRow> rows) {
    try {
      if (sink == null) {
        sink = opener.open();
      }
      if (!rows.isEmpty()) {
        writeTo(sink, rows);
      }
      sink.tick();
      if (pauseMillis > 0) {
        LOG.info("Predictions are logged again");
        pauseMillis = 0;
      }
      return true;
    } catch (IOException | RuntimeException e) {
      failed(e);
      return false;
    }
  }

  private void writeTo(Sink to, List<LoggedRow> rows) throws IOException {
    int before = rows.size();
    long refusedBefore = to.refused();
    try {
      to.write(rows);
      rows.clear();
    } finally {
      long refused = to.refused() - refusedBefore;
      meters.lost(refused);
      meters.written(before - rows.size() - refused);
    }
  }

  private void failed(Exception e) {
    meters.failed();
    if (pauseMillis == 0) {
      LOG.errorf("Predictions cannot be logged for now: %s", e.toString());
      LOG.debug("Logging predictions failed", e);
      pauseMillis = firstPause.toMillis();
    } else {
      pauseMillis = Math.min(2 * pauseMillis, longestPause.toMillis());
    }
  }

  private void tellOfLoss() {
    long lost = meters.lost();
    long now = System.nanoTime();
    if (lost > lostTold && now - remindAt >= 0) {
      LOG.warnf("%d predictions were lost to the log since the last such line", lost - lostTold);
      lostTold = lost;
      remindAt = now + REMIND.toNanos();
    }
  }

  private void close() {
    try {
      if (sink != null) {
        sink.close();
      }
    } catch (IOException | RuntimeException e) {
      LOG.errorf("The prediction log was not closed well: %s", e.toString());
    }
  }
}
