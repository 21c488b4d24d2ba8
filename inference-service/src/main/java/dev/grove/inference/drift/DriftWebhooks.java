package dev.grove.inference.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jboss.logging.Logger;

/**
 * Posts events to the configured receivers, each in the order of its events, on one thread for each.
 * Nobody waits for a receiver: what does not fit its queue is dropped, the oldest first, and counted.
 * Redirects are not followed.
 */
@Singleton
public final class DriftWebhooks implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(DriftWebhooks.class);
  private static final int MOST_DOUBLINGS = 20;
  private static final int TRY_AGAIN_LATER = 429;
  private static final int SERVERS_FAULT = 500;

  private final DriftConfig.Webhooks config;
  private final ObjectMapper json;
  private final Clock clock;
  private final List<Receiver> receivers;
  private final Counter delivered;
  private final Counter failed;
  private final Counter dropped;
  private volatile boolean closed;

  @Inject
  public DriftWebhooks(DriftConfig config, ObjectMapper json, MeterRegistry meters) {
    this(config.webhooks(), json, meters, Clock.systemUTC());
  }

  DriftWebhooks(
      DriftConfig.Webhooks config, ObjectMapper json, MeterRegistry meters, Clock clock) {
    this.config = config;
    this.json = json;
    this.clock = clock;
    this.receivers = config.urls().orElse(List.of()).stream().map(Receiver::new).toList();
    this.delivered = counter(meters, "delivered");
    this.failed = counter(meters, "failed");
    this.dropped = counter(meters, "dropped");
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("grove.drift.webhooks")
        .description("Events of changed states, by what became of them")
        .tag("outcome", outcome)
        .register(meters);
  }

  /** An event on its way. */
  private record Delivery(String id, String body) {}

  void start() {
    receivers.forEach(Receiver::start);
  }

  /** Notes an event for every receiver. Never waits. */
  void send(StateChange change) {
    if (receivers.isEmpty()) {
      return;
    }
    try {
      Delivery delivery =
          new Delivery(
              UUID.randomUUID().toString(),
              json.writeValueAsString(DriftEventJson.of(change)));
      receivers.forEach(receiver -> receiver.offer(delivery));
    } catch (JsonProcessingException e) {
      LOG.error("An event could not be written", e);
      failed.increment();
    }
  }

  @Override
  public void close() {
    closed = true;
    receivers.forEach(Receiver::stop);
  }

  private final class Receiver {
    private final URI url;
    private final BlockingQueue<Delivery> queue;
    private final Thread thread;
    private final HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeout())
            .build();

    Receiver(URI url) {
      if (url.getHost() == null
          || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
        throw new IllegalArgumentException(
            "grove.drift.webhooks.urls: not an http or https URL with a host");
      }
      this.url = url;
      this.queue = new ArrayBlockingQueue<>(Math.max(1, config.queue()));
      this.thread = new Thread(this::run, "drift-webhook");
      thread.setDaemon(true);
    }

    void start() {
      thread.start();
    }

    void stop() {
      thread.interrupt();
    }

    void offer(Delivery delivery) {
      while (!queue.offer(delivery)) {
        if (queue.poll() != null) {
          dropped.increment();
        }
      }
    }

    private void run() {
      try {
        while (!closed) {
          deliver(queue.take());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void deliver(Delivery delivery) throws InterruptedException {
      for (int attempt = 1; !closed; attempt++) {
        int status = attempt(delivery);
        if (status >= 200 && status < 300) {
          delivered.increment();
          return;
        }
        boolean hopeless =
            status > 0 && status < SERVERS_FAULT && status != TRY_AGAIN_LATER && status != 408;
        if (hopeless || attempt >= config.maxAttempts()) {
          LOG.warnf("An event for %s was given up: %s", url.getHost(), reason(status));
          failed.increment();
          return;
        }
        Thread.sleep(pause(attempt).toMillis());
      }
    }

    /** The status, or 0 where there was no answer. */
    private int attempt(Delivery delivery) throws InterruptedException {
      String timestamp = Long.toString(clock.instant().getEpochSecond());
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url)
              .timeout(config.timeout())
              .header("Content-Type", "application/json")
              .header("User-Agent", "Grove")
              .header("X-Grove-Delivery-Id", delivery.id())
              .header("X-Grove-Timestamp", timestamp)
              .POST(BodyPublishers.ofString(delivery.body()));
      config
          .secret()
          .ifPresent(
              secret ->
                  request.header(
                      "X-Grove-Signature",
                      WebhookSignature.of(secret, delivery.id(), timestamp, delivery.body())));
      try {
        HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
        return response.statusCode();
      } catch (IOException e) {
        LOG.debugf(e, "%s did not answer", url.getHost());
        return 0;
      }
    }
  }

  private static String reason(int status) {
    return status == 0 ? "no answer" : "status " + status;
  }

  private Duration pause(int attempt) {
    long millis = Math.max(1, config.firstPause().toMillis());
    long doubled = millis << Math.min(MOST_DOUBLINGS, attempt - 1);
    return Duration.ofMillis(Math.min(doubled, Math.max(1, config.longestPause().toMillis())));
  }
}
