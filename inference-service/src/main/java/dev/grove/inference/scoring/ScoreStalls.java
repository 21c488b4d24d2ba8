package dev.grove.inference.scoring;

import java.time.Duration;
import java.util.Map;
import java.util.WeakHashMap;

/** Ends runs to which no rows come. For one thread. */
final class ScoreStalls {
  private record Seen(long rows, long atNanos) {}

  private final ScoreJobs jobs;
  private final Duration patience;
  private final Map<ScoreRun, Seen> seen = new WeakHashMap<>();

  ScoreStalls(ScoreJobs jobs, Duration patience) {
    this.jobs = jobs;
    this.patience = patience;
  }

  /** Looks at all runs once. */
  void check() {
    long now = System.nanoTime();
    for (ScoreRun run : jobs.running()) {
      Seen last = seen.get(run);
      if (last == null || last.rows != run.rows() || run.isPublishing()) {
        seen.put(run, new Seen(run.rows(), now));
      } else if (now - last.atNanos > patience.toNanos()) {
        run.stop("data-service has sent nothing for " + patience.toSeconds() + " seconds");
      }
    }
  }
}
