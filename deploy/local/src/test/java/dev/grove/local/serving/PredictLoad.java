package dev.grove.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that ask for predictions without a pause until they are stopped. Each answer must be
 * there, and must be the one of the version that it names: a client that sees another ends, and so
 * does the test.
 */
final class PredictLoad implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 4;
  private static final int BATCH = 20;

  private final URI service;
  private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
  private final List<Future<?>> clients = new ArrayList<>();
  private final ConcurrentMap<Integer, Long> firstSeen = new ConcurrentHashMap<>();
  private final AtomicLong answers = new AtomicLong();
  private volatile boolean stopped;

  PredictLoad(URI service) {
    this.service = service;
    for (int i = 0; i < CLIENTS; i++) {
      SplittableRandom random = new SplittableRandom(i);
      clients.add(
          threads.submit(
              () -> {
                ask(random);
                return null;
              }));
    }
  }

  private void ask(SplittableRandom random) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    while (!stopped) {
      List<Map<String, Object>> rows = new ArrayList<>();
      int size = random.nextInt(8) == 0 ? BATCH : 1;
      for (int i = 0; i < size; i++) {
        rows.add(Map.of("price", random.nextDouble(20), "title", "lamp " + random.nextInt(99)));
      }
      if (size == 1) {
        check(rows.get(0), post(http, "/predict", rows.get(0)));
      } else {
        JsonNode predictions = post(http, "/predict/batch", rows).path("predictions");
        assertThat(predictions).hasSize(size);
        for (int i = 0; i < size; i++) {
          check(rows.get(i), predictions.get(i));
          assertThat(predictions.get(i).path("version")).isEqualTo(predictions.at("/0/version"));
        }
      }
      answers.incrementAndGet();
    }
  }

  private JsonNode post(HttpClient http, String path, Object body) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(service.resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private void check(Map<String, Object> row, JsonNode answer) {
    TellingModel named = new TellingModel(answer.path("version").asInt());
    assertThat(answer.path("prediction").asDouble())
        .as("%s answered %s", row, answer)
        .isEqualTo(named.answer((double) row.get("price")));
    firstSeen.computeIfAbsent(named.version(), version -> System.nanoTime());
  }

  /** When a version was first seen in an answer, in {@code System.nanoTime()}. */
  long awaitVersion(TellingModel version, Duration limit) throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      Long seen = firstSeen.get(version.version());
      if (seen != null) {
        return seen;
      }
      assertGoesOn();
      assertThat(System.nanoTime()).as("%s is not served", version).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  /** Waits for answers to so many requests more. */
  void awaitMore(int requests) throws Exception {
    long enough = answers.get() + requests;
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (answers.get() < enough) {
      assertGoesOn();
      assertThat(System.nanoTime()).as("%s answers", answers).isLessThan(deadline);
      Thread.sleep(10);
    }
  }

  /** Whether an answer has named this version so far. */
  boolean hasSeen(TellingModel version) {
    return firstSeen.containsKey(version.version());
  }

  private void assertGoesOn() throws Exception {
    for (Future<?> client : clients) {
      if (client.isDone()) {
        result(client);
      }
    }
  }

  private static void result(Future<?> client) throws Exception {
    try {
      client.get();
    } catch (ExecutionException e) {
      throw new AssertionError("A client was not served as it must be", e.getCause());
    }
  }

  /** Ends all clients; fails if one of them was not served as it must be. */
  long stop() throws Exception {
    stopped = true;
    for (Future<?> client : clients) {
      result(client);
    }
    return answers.get();
  }

  @Override
  public void close() {
    stopped = true;
    threads.shutdownNow();
  }
}
