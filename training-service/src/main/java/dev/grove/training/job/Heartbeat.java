package dev.grove.training.job;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps a claim alive from the background while its owner works, so that the lease can be short
 * where the work is long: the job of a service that was killed is soon taken over.
 */
final class Heartbeat {
  private static final Logger LOG = Logger.getLogger(Heartbeat.class);

  /** Two beats may go missing before the lease runs out. */
  private static final int BEATS_PER_LEASE = 3;

  private final JobQueue queue;
  private final JobQueue.Claim claim;
  private final Duration lease;
  private final CountDownLatch over = new CountDownLatch(1);

  private Heartbeat(JobQueue queue, JobQueue.Claim claim, Duration lease) {
    this.queue = queue;
    this.claim = claim;
    this.lease = lease;
  }

  /** Returns, or fails, as the work does. */
  static void during(Runnable work, JobQueue queue, JobQueue.Claim claim, Duration lease) {
    Heartbeat heartbeat = new Heartbeat(queue, claim, lease);
    Thread thread = new Thread(heartbeat::beat, "heartbeat-" + claim.job().id());
    thread.setDaemon(true);
    thread.start();
    try {
      work.run();
    } finally {
      heartbeat.over.countDown();
    }
  }

  /** A beat that comes too late does no harm: the claim's token is gone by then. */
  private void beat() {
    try {
      while (!over.await(lease.toMillis() / BEATS_PER_LEASE, TimeUnit.MILLISECONDS)) {
        try {
          queue.beat(claim, lease);
        } catch (Sql.DatabaseAway e) {
          LOG.debugf("Job %s goes on without the database: %s", claim.job().id(), e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
