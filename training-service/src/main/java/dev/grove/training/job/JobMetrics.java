package dev.grove.training.job;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Counts and times of jobs, for whoever watches the service. */
@ApplicationScoped
class JobMetrics {
  private final MeterRegistry meters;

  JobMetrics(MeterRegistry meters) {
    this.meters = meters;
  }

  void finished(JobState state) {
    meters.counter("grove.jobs.finished", "state", state.wireName()).increment();
  }

  void trained(Duration time) {
    meters.timer("grove.jobs.training").record(time);
  }

  void publishingFailed() {
    meters.counter("grove.jobs.publishing.failures").increment();
  }
}
