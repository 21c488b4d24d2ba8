package dev.grove.inference.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Listens to what happens in the registry, and has the watcher look at models whose alias was
 * moved. It only ever says where to look: what is served comes of the registry's answers.
 *
 * <p>A stream that ends is opened again where it ended, after pauses that grow to a bound. A
 * registry that has no events, such as MLflow's own server, is asked for them now and then, and is
 * polled as before.
 */
final class EventFollower implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EventFollower.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PATH =
      "/events?type=model_version_alias.created&type=model_version_alias.deleted"
          + "&type=registered_model.created"
          + "&type=registered_model_tag.set&type=registered_model_tag.deleted";

  /** A stream that lasted so long was none that fails at once. */
  private static final Duration STABLE = Duration.ofSeconds(10);

  private static final Duration WITHOUT_EVENTS = Duration.ofMinutes(1);

  private final RegistryHttp registry;
  private final AliasWatcher watcher;
  private final ServingMeters meters;
  private final Backoff backoff;
  private final Duration silence;
  private final RandomGenerator random;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = daemon(this::run, "event-follower");
  private final Thread watchdog = daemon(this::watch, "event-watchdog");
  private volatile InputStream open;
  private volatile EventLines lines;
  private String position;
  private int failures;
  private String lastError;

  /**
   * @param backoff between two failures
   * @param silence of a stream that counts as broken
   */
  EventFollower(
      RegistryHttp registry,
      AliasWatcher watcher,
      ServingMeters meters,
      Backoff backoff,
      Duration silence,
      RandomGenerator random) {
    this.registry = registry;
    this.watcher = watcher;
    this.meters = meters;
    this.backoff = backoff;
    this.silence = silence;
    this.random = random;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  void start() {
    thread.start();
    watchdog.start();
  }

  private void run() {
    try {
      while (!closed.await(attempt().toMillis(), TimeUnit.MILLISECONDS)) {
        // Once more.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Follows until it fails.
   *
   * @return the pause before the next attempt
   */
  private Duration attempt() {
    try {
      return follow();
    } catch (Throwable e) {
      if (closed.getCount() > 0) {
        note(e);
      }
      failures++;
      return jittered(backoff.after(failures));
    }
  }

  private void note(Throwable failure) {
    meters.streamEnded();
    String error = Objects.toString(failure.getMessage(), failure.getClass().getSimpleName());
    if (!error.equals(lastError)) {
      LOG.infof("The registry's events are not followed now, it is polled: %s", error);
    }
    lastError = error;
  }

  private Duration follow() throws IOException {
    Map<String, String> headers = new HashMap<>(Map.of("Accept", "text/event-stream"));
    if (position != null) {
      headers.put("Last-Event-ID", position);
    }
    HttpResponse<InputStream> response =
        registry.open(position == null ? PATH + "&after=latest" : PATH, headers);
    try (InputStream body = response.body()) {
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (response.statusCode() == 200 && type.startsWith("text/event-stream")) {
        open = body;
        listen(new EventLines(body, position));
      }
      return refused(response.statusCode());
    } finally {
      lines = null;
      open = null;
    }
  }

  private void listen(EventLines events) throws IOException {
    long start = System.nanoTime();
    lines = events;
    // Only now: what happens after the look at all models comes through the stream.
    watcher.follow(true);
    try {
      LOG.info("Following the registry's events");
      while (true) {
        EventLines.Message message = events.next();
        failures = 0;
        lastError = null;
        meters.eventHeard();
        hear(message);
      }
    } finally {
      if (System.nanoTime() - start > STABLE.toNanos()) {
        failures = 0;
      }
      position = events.position();
      watcher.follow(false);
    }
  }

  private void hear(EventLines.Message message) {
    try {
      JsonNode event = JSON.readTree(message.data());
      String model = event.path("model").asText("");
      if (model.isEmpty()) {
        watcher.pollSoon();
      } else {
        watcher.checkSoon(model);
      }
    } catch (JsonProcessingException e) {
      watcher.pollSoon();
    }
  }

  /** What to make of an answer that is no stream. */
  private Duration refused(int status) throws IOException {
    if (status == 400 || status == 410) {
      // The position is gone, or the registry's log began anew: all is looked at again.
      position = null;
      throw new IOException("The registry does not know the position any more");
    }
    if (status == 429 || status >= 500) {
      throw new IOException("The registry answered " + status);
    }
    if (lastError == null) {
      LOG.infof("The registry has no events (it answered %d); it is polled", status);
      lastError = "none";
    }
    return jittered(WITHOUT_EVENTS);
  }

  /** From a half of it to all. */
  private Duration jittered(Duration pause) {
    return Duration.ofMillis((long) (pause.toMillis() * (0.5 + 0.5 * random.nextDouble())));
  }

  /** Ends streams on which nothing comes, not even a sign of life. */
  private void watch() {
    try {
      while (!closed.await(Math.max(1, silence.toMillis() / 5), TimeUnit.MILLISECONDS)) {
        EventLines heard = lines;
        if (heard != null && System.nanoTime() - heard.lastByte() > silence.toNanos()) {
          hangUp();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hangUp() {
    InputStream body = open;
    if (body != null) {
      try {
        body.close();
      } catch (IOException e) {
        LOG.debug("A stream of events was closed twice", e);
      }
    }
  }

  @Override
  public void close() {
    closed.countDown();
    hangUp();
    thread.interrupt();
  }
}
