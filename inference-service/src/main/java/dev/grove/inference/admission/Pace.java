package dev.grove.inference.admission;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Long work's way of letting short work go first: it asks between its blocks of rows. It never
 * stands still: what it rests in all is bounded by a multiple of what it worked.
 */
@Singleton
public final class Pace {
  private static final long NAP_NANOS = TimeUnit.MICROSECONDS.toNanos(200);

  /** How much work gives way. */
  public enum Level {
    /** A batch that a client waits for. */
    BATCH(4),
    /** A job that nobody waits for. */
    JOB(20);

    private final int mostRest;

    Level(int mostRest) {
      this.mostRest = mostRest;
    }
  }

  private final Lane rows;
  private final Lane batches;
  private final int processors = Runtime.getRuntime().availableProcessors();

  @Inject
  public Pace(Lanes lanes) {
    this.rows = lanes.rows();
    this.batches = lanes.batches();
  }

  /** Begins one piece of work, of one thread. */
  public Work begin(Level level) {
    return new Work(level);
  }

  private boolean mustGiveWay(Level level) {
    return rows.waiting() > 0
        || rows.working() >= processors
        || (level == Level.JOB && (batches.waiting() > 0 || batches.working() >= processors));
  }

  /** One piece of work. Not thread-safe. */
  public final class Work {
    private final Level level;
    private long since = System.nanoTime();

    private Work(Level level) {
      this.level = level;
    }

    /** Rests while shorter work waits, but not for ever. Takes nanoseconds where none does. */
    public void betweenBlocks() {
      if (!mustGiveWay(level)) {
        since = System.nanoTime();
        return;
      }
      long now = System.nanoTime();
      long end = now + level.mostRest * (now - since);
      while (now < end && mustGiveWay(level) && !Thread.currentThread().isInterrupted()) {
        LockSupport.parkNanos(Math.min(NAP_NANOS, end - now));
        now = System.nanoTime();
      }
      since = now;
    }
  }
}
