package dev.grove.inference.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftWebhooksTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
  private HttpServer server;
  private DriftWebhooks webhooks;

  private record Received(String id, String timestamp, String signature, String body) {}

  /** A configuration without files. */
  private record Settings(Optional<List<URI>> urls, Optional<String> secret, int queue)
      implements DriftConfig.Webhooks {
    @Override
    public Duration timeout() {
      return Duration.ofSeconds(5);
    }

    @Override
    public int maxAttempts() {
      return 3;
    }

    @Override
    public Duration firstPause() {
      return Duration.ofMillis(5);
    }

    @Override
    public Duration longestPause() {
      return Duration.ofMillis(20);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          received.add(
              new Received(
                  exchange.getRequestHeaders().getFirst("X-Grove-Delivery-Id"),
                  exchange.getRequestHeaders().getFirst("X-Grove-Timestamp"),
                  exchange.getRequestHeaders().getFirst("X-Grove-Signature"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          Integer status = answers.poll();
          exchange.sendResponseHeaders(status == null ? 204 : status, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    if (webhooks != null) {
      webhooks.close();
    }
    server.stop(0);
  }

  private void webhooks(String secret, int queue) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    webhooks =
        new DriftWebhooks(
            new Settings(Optional.of(List.of(url)), Optional.ofNullable(secret), queue),
            new ObjectMapper()
                .registerModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS),
            meters,
            Clock.fixed(NOW, ZoneOffset.UTC));
  }

  private static StateChange change(String version) {
    Window window = new Window(NOW.minusSeconds(60), NOW, 2_000, new long[0]);
    return new StateChange(
        new WatchedVersion("adult", version, "a".repeat(64)),
        DriftState.STABLE,
        DriftState.SEVERE,
        NOW,
        new Verdict(window, List.of(), DriftState.SEVERE));
  }

  private Received next() throws InterruptedException {
    Received next = received.poll(20, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private void awaitCount(String outcome, double count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (count(outcome) < count && System.nanoTime() < end) {
      Thread.sleep(5);
    }
    assertThat(count(outcome)).isEqualTo(count);
  }

  private double count(String outcome) {
    return meters.get("grove.drift.webhooks").tag("outcome", outcome).counter().count();
  }

  @Test
  void tellsWhatChangedAndSignsIt() throws Exception {
    webhooks("a long random text", 8);
    webhooks.start();
    webhooks.send(change("3"));
    Received first = next();
    assertThat(first.timestamp()).isEqualTo(Long.toString(NOW.getEpochSecond()));
    assertThat(first.signature())
        .isEqualTo(
            WebhookSignature.of("a long random text", first.id(), first.timestamp(), first.body()));
    JsonNode event = new ObjectMapper().readTree(first.body());
    assertThat(event.get("type").asText()).isEqualTo("drift.state_changed");
    assertThat(event.get("model").asText()).isEqualTo("adult");
    assertThat(event.get("version").asText()).isEqualTo("3");
    assertThat(event.get("from").asText()).isEqualTo("stable");
    assertThat(event.get("to").asText()).isEqualTo("severe");
    assertThat(event.get("at").asText()).isEqualTo("2026-11-22T10:00:00Z");
    assertThat(event.at("/window/rows").asLong()).isEqualTo(2_000);
    awaitCount("delivered", 1);
  }

  @Test
  void triesAgainWithTheSameId() throws Exception {
    answers.addAll(List.of(503, 429));
    webhooks(null, 8);
    webhooks.start();
    webhooks.send(change("3"));
    Received first = next();
    assertThat(first.signature()).isNull();
    assertThat(next()).isEqualTo(first);
    assertThat(next()).isEqualTo(first);
    awaitCount("delivered", 1);
  }

  @Test
  void givesUpWhatIsRefusedOrFailsTooOften() throws Exception {
    answers.addAll(List.of(400, 500, 500, 500));
    webhooks(null, 8);
    webhooks.start();
    webhooks.send(change("1"));
    webhooks.send(change("2"));
    awaitCount("failed", 2);
    assertThat(received).hasSize(4);
    webhooks.send(change("3"));
    awaitCount("delivered", 1);
  }

  @Test
  void neverWaitsForASlowReceiver() throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    server.removeContext("/hook");
    server.createContext(
        "/hook",
        exchange -> {
          try {
            open.await(20, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    webhooks(null, 2);
    webhooks.start();
    long before = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      webhooks.send(change("" + i));
    }
    assertThat(System.nanoTime() - before).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(count("dropped")).isGreaterThanOrEqualTo(97);
    open.countDown();
    awaitCount("delivered", 100 - count("dropped"));
  }

  @Test
  void refusesUrlsThatLeadNowhere() {
    Settings settings =
        new Settings(Optional.of(List.of(URI.create("file:///etc/passwd"))), Optional.empty(), 1);
    assertThatThrownBy(
            () -> new DriftWebhooks(settings, new ObjectMapper(), meters, Clock.systemUTC()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grove.drift.webhooks.urls");
  }
}
