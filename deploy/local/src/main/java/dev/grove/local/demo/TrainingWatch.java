package dev.grove.local.demo;

import dev.grove.local.LocalFailure;
import dev.grove.local.Screen;
import dev.grove.local.api.Job;
import dev.grove.local.api.ServiceError;
import dev.grove.local.api.TrainingClient;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;

/** Shows how far a job is until it is over, also when its service is away for a while. */
record TrainingWatch(TrainingClient training, Screen screen) {
  private static final Duration PERIOD = Duration.ofMillis(400);

  /** Long enough for somebody to bring a killed service up again. */
  private static final Duration AWAY_LIMIT = Duration.ofMinutes(2);

  Job untilItIsOver(Job submitted) throws LocalFailure, InterruptedException {
    Job job = submitted;
    long heard = System.nanoTime();
    while (!job.isOver()) {
      Thread.sleep(PERIOD.toMillis());
      try {
        job = training.job(job.id());
        heard = System.nanoTime();
        screen.update("   %s", progress(job));
      } catch (ServiceError e) {
        if (!e.isPassing() || System.nanoTime() - heard > AWAY_LIMIT.toNanos()) {
          throw e;
        }
        screen.update("   training-service is away; waiting for it");
      }
    }
    return job;
  }

  static String progress(Job job) {
    StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-10s", job.state()));
    if (job.roundsDone() > 0) {
      text.append("  round ").append(job.roundsDone()).append('/').append(job.rounds());
    } else if (job.state().equals("running")) {
      text.append("  reading rows, fitting features");
    }
    new TreeMap<>(job.metrics())
        .forEach(
            (name, value) -> {
              if (name.startsWith("validation.")) {
                text.append(String.format(Locale.ROOT, "  %s %.5f", name, value));
              }
            });
    return text.toString().stripTrailing();
  }
}
