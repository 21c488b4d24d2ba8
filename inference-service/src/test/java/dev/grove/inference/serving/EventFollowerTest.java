package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.grove.inference.Bundles;
import dev.grove.inference.RegistryFixture;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

class EventFollowerTest {
  @TempDir(cleanup = CleanupMode.NEVER)
  Path directory;

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    Collections.reverse(open);
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private Follower follow(URI registry, Duration silence) throws IOException {
    Follower follower = new Follower(directory.resolve("serving"), registry, List.of());
    ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    open.add(scheduler::shutdownNow);
    follower.watcher.watch(scheduler);
    EventFollower events = follower.followEvents(silence);
    open.add(events);
    events.start();
    return follower;
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(1);
    }
  }

  /** The real registry: what is promoted serves at once, though it is polled every 15 seconds. */
  @Test
  void aPromotionIsServedAtOnce() throws Exception {
    assumeTrue(RegistryFixture.isBuilt(), "registry-service is not built");
    RegistryFixture registry = RegistryFixture.start(directory);
    open.add(registry);
    Follower follower = follow(registry.url(), Duration.ofSeconds(45));
    List<String> versions = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      versions.add(registry.publish("m", Bundles.products(i + 1)));
    }
    registry.promote("m", versions.get(0));
    await(() -> versions.get(0).equals(follower.version("m")));

    List<Long> millis = new ArrayList<>();
    for (String version : versions.subList(1, versions.size())) {
      Thread.sleep(200);
      long start = System.nanoTime();
      registry.promote("m", version);
      await(() -> version.equals(follower.version("m")));
      millis.add((System.nanoTime() - start) / 1_000_000);
    }
    Collections.sort(millis);
    System.out.println("promotion to service, ms: " + millis);
    assertThat(millis.get(millis.size() / 2)).as("median of %s", millis).isLessThan(1_000);
    registry.demote("m");
    await(() -> follower.models.find("m").isEmpty());

    registry.kill();
    await(() -> follower.count("grove.registry.streams.ended") >= 1);
    registry.restart();
    registry.promote("m", versions.get(1));
    await(() -> versions.get(1).equals(follower.version("m")));
  }

  /** What a server in the registry's place answers, and what it was asked. */
  private final class Server {
    final List<String> polls = new CopyOnWriteArrayList<>();
    final BlockingQueue<String> streams = new LinkedBlockingQueue<>();
    final URI url;

    Server(Answer events) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ExecutorService threads = Executors.newCachedThreadPool();
      server.setExecutor(threads);
      server.createContext(
          "/events",
          exchange -> {
            String position = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            streams.add(exchange.getRequestURI().getQuery() + " " + position);
            try (exchange) {
              events.to(exchange);
            }
          });
      server.createContext(
          "/api/2.0/mlflow/registered-models/",
          exchange -> {
            polls.add(exchange.getRequestURI().toString());
            byte[] answer =
                exchange.getRequestURI().getPath().endsWith("search")
                    ? "{}".getBytes(StandardCharsets.UTF_8)
                    : "{\"registered_model\":{\"name\":\"m\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      open.add(() -> server.stop(0));
      open.add(threads::shutdownNow);
      url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    long asked(String what) {
      return polls.stream().filter(poll -> poll.contains(what)).count();
    }

    String stream() throws InterruptedException {
      return streams.poll(20, TimeUnit.SECONDS);
    }
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  private static OutputStream begin(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream;charset=UTF-8");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
    return out;
  }

  private static void hold() {
    try {
      Thread.sleep(60_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String event(int id, String data) {
    return "id: " + id + "\nevent: model_version_alias.created\ndata: " + data + "\n\n";
  }

  @Test
  void aRegistryWithoutEventsIsPolled() throws Exception {
    Server mlflow = new Server(exchange -> exchange.sendResponseHeaders(404, -1));
    follow(mlflow.url, Duration.ofSeconds(45));
    await(() -> mlflow.asked("search") >= 3);
    assertThat(mlflow.streams).as("it is not asked again at once").hasSize(1);
  }

  @Test
  void aPageThatIsNoStreamIsNoStream() throws Exception {
    Server pages =
        new Server(
            exchange -> {
              exchange.getResponseHeaders().add("Content-Type", "text/html");
              exchange.sendResponseHeaders(200, 2);
              exchange.getResponseBody().write("hi".getBytes(StandardCharsets.UTF_8));
            });
    follow(pages.url, Duration.ofSeconds(45));
    await(() -> pages.asked("search") >= 2);
    assertThat(pages.streams).hasSize(1);
  }

  @Test
  void eventsSayWhereToLookAndTheWatchIsCalm() throws Exception {
    Server server =
        new Server(
            exchange -> {
              begin(
                  exchange,
                  "retry: 1000\nid: 7\n\n: still here\n\n"
                      + event(8, "{\"model\":\"m\",\"data\":{\"alias\":\"champion\"}}")
                      + event(9, "{\"model\":\"n\",\"data\":{\"alias\":\"other\"}}"));
              hold();
            });
    Follower follower = follow(server.url, Duration.ofSeconds(45));
    await(() -> server.asked("get?name=m") == 1);
    assertThat(server.stream()).contains("after=latest null");
    Thread.sleep(3_000);
    assertThat(server.asked("search")).as("polls in three seconds").isLessThanOrEqualTo(3);
    assertThat(server.asked("get?name=n")).as("another alias").isEqualTo(1);
    assertThat(follower.count("grove.registry.events")).isEqualTo(2);
  }

  @Test
  void aStreamThatEndsIsTakenUpWhereItEnded() throws Exception {
    int[] times = {0};
    Server server =
        new Server(
            exchange -> {
              int time = ++times[0];
              begin(
                  exchange,
                  "id: 40\n\n"
                      + event(41, "{\"model\":\"m" + time + "\"}")
                      + "id: 42\ndata: {\"mod");
            });
    follow(server.url, Duration.ofSeconds(45));
    await(() -> server.asked("get?name=m2") == 1);
    assertThat(server.stream()).endsWith("after=latest null");
    assertThat(server.stream()).as("not the one that broke off").endsWith(" 41");
  }

  @Test
  void aPositionThatIsGoneIsForgotten() throws Exception {
    Server server =
        new Server(
            exchange -> {
              if (exchange.getRequestHeaders().containsKey("Last-Event-ID")) {
                exchange.sendResponseHeaders(410, -1);
              } else {
                begin(exchange, "id: 40\n\n").close();
              }
            });
    follow(server.url, Duration.ofSeconds(45));
    assertThat(server.stream()).endsWith(" null");
    assertThat(server.stream()).endsWith(" 40");
    assertThat(server.stream()).endsWith("after=latest null");
  }

  @Test
  void silenceIsTheEnd() throws Exception {
    Server server =
        new Server(
            exchange -> {
              begin(exchange, "id: 5\n\n");
              hold();
            });
    follow(server.url, Duration.ofMillis(500));
    assertThat(server.stream()).endsWith(" null");
    assertThat(server.stream()).endsWith(" 5");
  }

  @Test
  void oddEventsAreHints() throws Exception {
    Server server =
        new Server(
            exchange -> {
              String huge = "{\"model\":\"" + "x".repeat(2_000_000) + "\"}";
              begin(
                  exchange,
                  event(1, "no JSON")
                      + event(2, huge)
                      + event(3, "[]")
                      + event(4, "{\"model\":\"m\",\"data\":{\"alias\":\"champion\"}}"));
              hold();
            });
    follow(server.url, Duration.ofSeconds(45));
    await(() -> server.asked("get?name=m") == 1);
    assertThat(server.asked("search")).isGreaterThanOrEqualTo(2);
  }

  @Test
  void aBusyRegistryIsAskedLessAndLess() throws Exception {
    Server server = new Server(exchange -> exchange.sendResponseHeaders(503, -1));
    follow(server.url, Duration.ofSeconds(45));
    Thread.sleep(2_000);
    assertThat(server.streams.size()).isBetween(2, 20);
    await(() -> server.asked("search") >= 2);
  }
}
