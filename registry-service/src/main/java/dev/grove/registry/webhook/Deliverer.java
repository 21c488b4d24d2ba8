package dev.grove.registry.webhook;

import dev.grove.registry.event.EventSignal;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Delivers events to webhooks without end: notes what is new, claims what is due, posts it, some at
 * a time and few of one webhook, so that a slow target holds up nobody else's events.
 *
 * <p>No failure ends it: each is counted, the first of its kind logged.
 */
public final class Deliverer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Deliverer.class);

  /** A claim outlives its try by this, or another process may try at the same time. */
  private static final Duration MARGIN = Duration.ofSeconds(50);

  private static final Duration COUNT_PERIOD = Duration.ofSeconds(15);

  private final DeliveryStore store;
  private final Courier courier;
  private final RetryPolicy policy;
  private final DeliveryMeters meters;
  private final LongSupplier lastPosition;
  private final Clock clock;
  private final WebhookConfig config;
  private final EventSignal signal = new EventSignal();
  private final Map<Long, Integer> underWay = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor tries;
  private final Thread thread;
  private volatile boolean closed;
  private long planned = -1;
  private long counted = Long.MIN_VALUE;
  private String lastError;

  /**
   * @param lastPosition of the events that can be delivered
   */
  Deliverer(
      DeliveryStore store,
      Courier courier,
      RetryPolicy policy,
      DeliveryMeters meters,
      LongSupplier lastPosition,
      Clock clock,
      WebhookConfig config) {
    this.store = store;
    this.courier = courier;
    this.policy = policy;
    this.meters = meters;
    this.lastPosition = lastPosition;
    this.clock = clock;
    this.config = config;
    tries =
        new ThreadPoolExecutor(
            config.concurrency(),
            config.concurrency(),
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> daemon(task, "webhook-delivery"));
    tries.allowCoreThreadTimeOut(true);
    thread = daemon(this::run, "webhooks");
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    thread.start();
  }

  /** Says that there may be something to deliver. */
  public void wake() {
    signal.give();
  }

  private void run() {
    while (!closed) {
      attempt();
      try {
        signal.await(config.poll());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void attempt() {
    try {
      plan();
      claim();
      count();
      if (lastError != null) {
        LOG.info("Webhooks are delivered again");
        lastError = null;
      }
    } catch (Throwable e) {
      meters.pollFailed();
      String error = Objects.toString(e.getMessage(), e.getClass().getSimpleName());
      if (!error.equals(lastError)) {
        LOG.error("Webhooks cannot be delivered now", e);
      }
      lastError = error;
    }
  }

  private void plan() {
    long last = lastPosition.getAsLong();
    while (planned < last) {
      Optional<Long> reached = store.plan();
      if (reached.isEmpty() || reached.get() == planned) {
        return;
      }
      planned = reached.get();
    }
  }

  private void claim() {
    int free = config.concurrency() - total();
    if (free <= 0) {
      return;
    }
    List<Delivery> claimed =
        store.claim(
            free,
            config.concurrencyPerWebhook(),
            Map.copyOf(underWay),
            config.timeout().plus(MARGIN));
    for (Delivery delivery : claimed) {
      underWay.merge(delivery.webhook(), 1, Integer::sum);
      meters.begun();
      tries.execute(() -> tryOnce(delivery));
    }
  }

  private int total() {
    return underWay.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void tryOnce(Delivery delivery) {
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      outcome = deliver(delivery);
    } catch (Throwable e) {
      // The claim runs out and the delivery is tried again.
      LOG.errorf(e, "What became of delivery %s cannot be stored", delivery.id());
    } finally {
      meters.ended(outcome, Duration.ofNanos(System.nanoTime() - start));
      underWay.computeIfPresent(delivery.webhook(), (any, count) -> count == 1 ? null : count - 1);
      signal.give();
    }
  }

  private String deliver(Delivery delivery) {
    Integer status = null;
    Optional<Duration> asked = Optional.empty();
    String error;
    try {
      Sent sent = courier.take(delivery);
      if (sent.arrived()) {
        store.arrived(delivery);
        return "arrived";
      }
      status = sent.status();
      asked = sent.retryAfter();
      error = sent.error();
    } catch (NotSent e) {
      error = e.getMessage();
    }
    Optional<Duration> pause = policy.pause(delivery.attempt(), asked);
    store.failed(delivery, pause, status, error);
    if (pause.isEmpty()) {
      LOG.warnf(
          "Webhook %s: delivery %s is given up after %d tries: %s",
          delivery.webhookId(), delivery.id(), delivery.attempt(), error);
    }
    return pause.isEmpty() ? "dead" : "failed";
  }

  private void count() {
    if (clock.millis() - COUNT_PERIOD.toMillis() >= counted) {
      meters.are(store.count());
      counted = clock.millis();
    }
  }

  @Override
  public void close() {
    closed = true;
    signal.give();
    try {
      thread.join(5_000);
      tries.shutdown();
      if (!tries.awaitTermination(2, TimeUnit.SECONDS)) {
        LOG.info("Tries that are under way are left to be made again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      tries.shutdownNow();
    }
  }
}
