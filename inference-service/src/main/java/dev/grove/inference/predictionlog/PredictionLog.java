package dev.grove.inference.predictionlog;

import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.PredictionObserver;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/**
 * Keeps predictions, or a sample of them, for those who audit, retrain or search for faults. On the
 * request's thread it copies and nothing else.
 */
@Startup
@Singleton
public final class PredictionLog implements PredictionObserver {
  private static final Logger LOG = Logger.getLogger(PredictionLog.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final long LAST_MILLIS = 10_000;

  private final boolean active;
  private final Sampling sampling;
  private final Set<String> leftOut;
  private final Waiting waiting;
  private final LogMeters meters;
  private final Clock clock = Clock.systemUTC();
  private final LogWriter writer;
  private final Thread thread;

  /** Which columns of the schema that was seen last are left out; models that alternate redo it. */
  private volatile LeftOut lastLeftOut = new LeftOut(null, new boolean[0]);

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record LeftOut(InputSchema schema, boolean[] columns) {}

  @Inject
  public PredictionLog(PredictionLogConfig config, MeterRegistry registry) {
    active = config.to() != PredictionLogConfig.Target.NONE;
    sampling =
        new Sampling(
            config.share(), config.shares(), () -> ThreadLocalRandom.current().nextDouble());
    leftOut = Set.copyOf(config.leaveOut().orElse(List.of()));
    waiting = new Waiting(config.waiting(), config.waitingSize().asLongValue());
    meters = new LogMeters(registry, waiting);
    writer =
        new LogWriter(waiting, Sinks.opener(config, clock), meters, FIRST_PAUSE, LONGEST_PAUSE);
    thread = new Thread(writer, "prediction-log");
    thread.setDaemon(true);
    if (active) {
      thread.start();
    }
  }

  @Override
  public void answered(AnsweredRow answered) {
    String model = answered.model().name();
    if (!active || !sampling.takes(model)) {
      return;
    }
    Row row = answered.scratch().row();
    Object[] values = LoggedRow.valuesOf(row, leftOutOf(row.schema()));
    LoggedRow logged =
        new LoggedRow(
            clock.instant(),
            model,
            answered.model().version(),
            MDC.get("requestId") instanceof String id ? id : null,
            answered.predictionId(),
            answered.servedBy().wireName(),
            row.schema().columns(),
            values,
            answered.model().bundle().labels(),
            answered.prediction(),
            LoggedRow.weightOf(values));
    if (!waiting.offer(logged)) {
      meters.lost(1);
    }
  }

  private boolean[] leftOutOf(InputSchema schema) {
    LeftOut last = lastLeftOut;
    if (last.schema != schema) {
      List<Column> columns = schema.columns();
      boolean[] out = new boolean[columns.size()];
      for (int i = 0; i < out.length; i++) {
        out[i] = leftOut.contains(columns.get(i).name());
      }
      last = new LeftOut(schema, out);
      lastLeftOut = last;
    }
    return last.columns;
  }

  /** Requests have been answered by now; what waits is written. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    writer.stop();
    thread.join(LAST_MILLIS);
    if (thread.isAlive()) {
      LOG.error("The prediction log did not end in time");
      thread.interrupt();
    }
  }

  @PreDestroy
  void close() {
    meters.close();
  }
}
