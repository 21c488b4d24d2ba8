package dev.grove.training.job;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;
import org.jboss.logging.Logger;

/**
 * The threads in which jobs are trained and published. What goes wrong in one pass is logged, and
 * the next pass comes; should a thread end all the same, the service says that it is not live.
 */
@ApplicationScoped
@Liveness
class WorkerLoops implements HealthCheck {
  private static final Logger LOG = Logger.getLogger(WorkerLoops.class);

  private final JobWorker trainer;
  private final PublishWorker publisher;
  private final JobsConfig config;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  WorkerLoops(JobWorker trainer, PublishWorker publisher, JobsConfig config) {
    this.trainer = trainer;
    this.publisher = publisher;
    this.config = config;
  }

  /** One pass; false if there was nothing to do. */
  private interface Pass {
    boolean run() throws InterruptedException;
  }

  void start(@Observes StartupEvent event) {
    for (int i = 0; i < config.concurrency(); i++) {
      loop("trainer-" + i, () -> trainer.workOnce(() -> stopping));
    }
    loop("publisher", publisher::workOnce);
  }

  private void loop(String name, Pass pass) {
    Thread thread = new Thread(() -> repeat(pass), name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void repeat(Pass pass) {
    while (!stopping) {
      try {
        if (!pass.run()) {
          Thread.sleep(config.poll().toMillis());
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.errorf(e, "A pass over the jobs failed");
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    }
  }

  @Override
  public HealthCheckResponse call() {
    boolean alive = threads.stream().allMatch(Thread::isAlive);
    return HealthCheckResponse.named("job workers").status(stopping || alive).build();
  }
}
