package dev.grove.inference.admission;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.inference.StoredModels;
import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.PredictionObserver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Singleton;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More requests than the service can answer, slow clients, and deadlines. */
@QuarkusTest
@TestProfile(OverloadTest.SlowRows.class)
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class OverloadTest {
  private static final String PROBLEM = "application/problem+json";
  private static final long ROW_MILLIS = 5;
  private static final int PLACES = 2;

  /** Two places, and rows that take 5 ms: 400 single rows a second at the most. */
  public static final class SlowRows implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "grove.admission.rows.working", String.valueOf(PLACES),
          "grove.admission.rows.waiting", "200",
          "grove.admission.rows.longest-wait", "100ms",
          "grove.admission.batches.working", "2",
          "grove.admission.batches.waiting", "3",
          "grove.admission.batches.longest-wait", "10s",
          "grove.admission.slow-patience", "4s");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(SlowObserver.class);
    }
  }

  /** What makes the default model's rows take as long as those of a huge one. */
  @Alternative
  @Singleton
  public static final class SlowObserver implements PredictionObserver {
    @Override
    public void answered(AnsweredRow row) {
      if (row.model().name().equals("products")) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(ROW_MILLIS));
      }
    }
  }

  private record Answer(String client, int status, long millis, String retryAfter) {}

  @TestHTTPResource("/")
  URL url;

  private Vertx vertx;
  private HttpClient client;

  @BeforeEach
  void open() {
    vertx = Vertx.vertx();
    client =
        vertx.createHttpClient(
            new HttpClientOptions().setKeepAlive(true),
            new PoolOptions().setHttp1MaxSize(400).setMaxWaitQueueSize(-1));
  }

  @AfterEach
  void close() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    vertx.close().onComplete(done -> closed.countDown());
    assertThat(closed.await(30, TimeUnit.SECONDS)).isTrue();
    // What waited has gone: the next test begins with free places.
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!metric("grove_admission_working").stream().allMatch(line -> line.endsWith(" 0.0"))) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  private static List<String> metric(String name) {
    return given().get("/q/metrics").asString().lines().filter(l -> l.startsWith(name)).toList();
  }

  /** Sends at a fixed rate, whatever is answered. */
  private List<Answer> flood(int perSecond, Duration time, String... clients) throws Exception {
    ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    int total = (int) (perSecond * time.toMillis() / 1_000);
    CountDownLatch done = new CountDownLatch(total);
    long start = System.nanoTime();
    for (int i = 0; i < total; i++) {
      long due = start + i * 1_000_000_000L / perSecond;
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(100_000);
      }
      String name = clients[i % clients.length];
      send("/predict", name, "{\"price\":" + i + "}", answers, done);
    }
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    return new ArrayList<>(answers);
  }

  private void send(
      String path,
      String name,
      String body,
      ConcurrentLinkedQueue<Answer> answers,
      CountDownLatch done) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost("127.0.0.1")
            .setPort(url.getPort())
            .setURI(path)
            .putHeader("Content-Type", "application/json")
            .putHeader("X-Grove-Client", name);
    client
        .request(options)
        .compose(
            request -> {
              long sent = System.nanoTime();
              return request
                  .send(Buffer.buffer(body))
                  .compose(
                      response ->
                          response
                              .body()
                              .map(
                                  b ->
                                      new Answer(
                                          name,
                                          response.statusCode(),
                                          (System.nanoTime() - sent) / 1_000_000,
                                          response.getHeader("Retry-After"))));
            })
        .onSuccess(answers::add)
        .onFailure(e -> answers.add(new Answer(name, 0, 0, e.toString())))
        .onComplete(end -> done.countDown());
  }

  private static long served(List<Answer> answers, String prefix) {
    return answers.stream().filter(a -> a.status == 200 && a.client.startsWith(prefix)).count();
  }

  @Test
  void underTenTimesTheLoadWhatIsAcceptedStaysQuick() throws Exception {
    flood(300, Duration.ofSeconds(1), "warm-up");
    List<Answer> answers = flood(4_000, Duration.ofSeconds(3), "a", "b", "c");
    long[] taken =
        answers.stream().filter(a -> a.status == 200).mapToLong(Answer::millis).sorted().toArray();
    assertThat(answers).allMatch(a -> a.status == 200 || a.status == 429);
    assertThat(answers)
        .filteredOn(a -> a.status == 429)
        .hasSizeGreaterThan(answers.size() / 2)
        .allMatch(a -> a.retryAfter.equals("1"));
    // Were all let in, the last would wait for half a minute.
    assertThat(taken.length).isGreaterThan(100);
    assertThat(taken[taken.length * 95 / 100]).isLessThan(1_500);
    assertThat(metric("grove_admission_shed_total"))
        .anyMatch(line -> line.contains("rows") && !line.endsWith(" 0.0"));
  }

  @Test
  void oneGreedyClientAgainstTenModestOnes() throws Exception {
    String[] clients = new String[100];
    Arrays.fill(clients, "greedy");
    for (int i = 0; i < 10; i++) {
      clients[i * 10] = "modest" + i;
    }
    flood(300, Duration.ofSeconds(1), "warm-up");
    // 2,000 a second against 400: each of the modest ones asks for 20.
    List<Answer> answers = flood(2_000, Duration.ofSeconds(3), clients);
    long modest = answers.stream().filter(a -> a.client.startsWith("modest")).count();
    assertThat(modest).isEqualTo(600);
    double ofModest = served(answers, "modest") / 600.0;
    double ofGreedy = served(answers, "greedy") / 5_400.0;
    // First come, first served would give both the same part of what they ask for.
    assertThat(ofModest).isGreaterThan(3 * ofGreedy);
    assertThat(ofGreedy).isGreaterThan(0);
    for (int i = 0; i < 10; i++) {
      assertThat(served(answers, "modest" + i)).isGreaterThan(10);
    }
  }

  @Test
  void probesAreAnsweredMeanwhile() throws Exception {
    ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(1_000);
    for (int i = 0; i < 1_000; i++) {
      send("/predict", "a", "{}", answers, done);
    }
    for (String path : List.of("/q/health/live", "/q/health/ready", "/health", "/q/metrics")) {
      given().get(path).then().statusCode(200);
    }
    given().get("/models").then().statusCode(200);
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(answers).allMatch(a -> a.status == 200 || a.status == 429);
  }

  @Test
  void aFloodOfBatchesDoesNotTakeSingleRowsPlaces() throws Exception {
    ConcurrentLinkedQueue<Answer> batches = new ConcurrentLinkedQueue<>();
    CountDownLatch done = new CountDownLatch(20);
    String rows = "[" + "{},".repeat(199) + "{}]";
    for (int i = 0; i < 20; i++) {
      // Each takes a second: two work, three wait.
      send("/predict/batch", "batches" + i, rows, batches, done);
    }
    List<Answer> answers = flood(100, Duration.ofSeconds(2), "rows");
    // In one queue with the batches none would be answered for two seconds.
    assertThat(served(answers, "rows")).isGreaterThan(100);
    assertThat(answers).allMatch(a -> a.status == 200 || a.status == 429);
    long[] taken = answers.stream().mapToLong(Answer::millis).sorted().toArray();
    assertThat(taken[taken.length / 2]).isLessThan(250);
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(batches).allMatch(a -> a.status == 200 || a.status == 429);
    assertThat(batches).filteredOn(a -> a.status == 200).hasSizeBetween(5, 8);
  }

  @Test
  void deadlines() {
    given()
        .contentType("application/json")
        .header("X-Grove-Deadline-Ms", "0")
        .body("{}")
        .post("/predict")
        .then()
        .statusCode(504)
        .contentType(PROBLEM)
        .body("title", equalTo("Deadline exceeded"))
        .body("detail", containsString("deadline"));
    given()
        .contentType("application/json")
        .header("X-Grove-Deadline-Ms", "soon")
        .body("{}")
        .post("/predict")
        .then()
        .statusCode(400)
        .contentType(PROBLEM)
        .body("field", equalTo("X-Grove-Deadline-Ms"));
    given()
        .contentType("application/json")
        .header("grpc-timeout", "0m")
        .body("{}")
        .post("/v2/models/products/infer")
        .then()
        .statusCode(504)
        .contentType("application/json")
        .body("error", containsString("deadline"));
    given()
        .contentType("application/json")
        .header("X-Grove-Deadline-Ms", "5000")
        .body("{}")
        .post("/predict")
        .then()
        .statusCode(200);
  }

  private Socket begin(String name, String path) throws IOException {
    Socket socket = new Socket("127.0.0.1", url.getPort());
    String head =
        "POST "
            + path
            + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Grove-Client: "
            + name
            + "\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[{\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void slowSendersHoldNoMoreThanTheirPlacesAndAreCut() throws Exception {
    try (Socket slow = begin("slow", "/predict/batch");
        Socket waits = begin("slow", "/predict/batch")) {
      given()
          .contentType("application/json")
          .header("X-Grove-Client", "quick")
          .body("[{},{}]")
          .post("/predict/batch")
          .then()
          .statusCode(200);
      slow.setSoTimeout(20_000);
      waits.setSoTimeout(20_000);
      assertThat(slow.getInputStream().read()).isEqualTo(-1);
      assertThat(waits.getInputStream().read()).isEqualTo(-1);
    }
    assertThat(metric("grove_slow_clients_cut_total"))
        .noneMatch(line -> line.endsWith(" 0.0"));
  }

  @Test
  void slowReadersAreCut() throws Exception {
    try (Socket slow = new Socket()) {
      slow.setReceiveBufferSize(4_096);
      slow.connect(new java.net.InetSocketAddress("127.0.0.1", url.getPort()));
      OutputStream out = slow.getOutputStream();
      byte[] body = ("[" + "{},".repeat(999) + "{}]").getBytes(StandardCharsets.US_ASCII);
      byte[] batch =
          ("POST /models/labels/predict/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Content-Length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      boolean cut = false;
      while (!cut && System.nanoTime() < end) {
        try {
          out.write(batch);
          out.write(body);
        } catch (IOException closed) {
          cut = true;
        }
      }
      assertThat(cut).isTrue();
    }
  }

  @Test
  void whoeverWaitsAndGoesLeavesItsPlaceInTheQueue() throws Exception {
    try (Socket first = begin("a", "/predict/batch");
        Socket second = begin("b", "/predict/batch")) {
      for (int i = 0; i < 10; i++) {
        Socket third = begin("c" + i, "/predict/batch");
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        third.close();
      }
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
      while (!metric("grove_admission_waiting{lane=\"batches\"").get(0).endsWith(" 0.0")) {
        assertThat(System.nanoTime()).isLessThan(end);
      }
      finish(first);
      finish(second);
    }
  }

  private static void finish(Socket socket) throws IOException {
    socket.getOutputStream().write("2\r\n}]\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    socket.setSoTimeout(10_000);
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    assertThat(in.readLine()).contains("200");
  }
}
