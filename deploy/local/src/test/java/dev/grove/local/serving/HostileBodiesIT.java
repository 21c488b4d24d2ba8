package dev.grove.local.serving;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.local.serving.RawHttp.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Whatever body comes to whatever endpoint, a service with little memory answers it with no fault
 * of its own, in time, and goes on predicting.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileBodiesIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<String> WITH_BODY = Set.of("post", "put", "patch", "delete");
  private static final Map<String, String> PLACES =
      Map.of("name", "telling", "version", "1", "alias", "champion");

  /** Some bodies never come to their end, and are waited for. */
  private static final int SHORT_AT_ONCE = 160;

  private static final int LONG_AT_ONCE = 24;

  /** Comes after the others, who need the model. */
  private static final Endpoint UNLOAD =
      new Endpoint("POST", "/v2/repository/models/telling/unload");

  private final HttpClient http = HttpClient.newHttpClient();
  private ServingStack stack;
  private TellingModel model;
  private RawHttp raw;

  @BeforeAll
  void start() throws Exception {
    stack = ServingStack.start("hostile-bodies", "-Xmx256m", "-XX:+ExitOnOutOfMemoryError");
    Promoter promoter = stack.promoter("telling");
    model = promoter.publish();
    promoter.promote(model);
    Served.await(stack, model, PATIENCE);
    raw = new RawHttp(stack.inference().port(), PATIENCE);
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  private record Endpoint(String method, String path) {}

  /** Every operation of the service's own document that a body can be sent to, but one. */
  private List<Endpoint> endpoints() throws Exception {
    JsonNode paths = JSON.readTree(get("/q/openapi?format=json")).path("paths");
    List<Endpoint> endpoints = new ArrayList<>();
    for (Iterator<Map.Entry<String, JsonNode>> all = paths.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> path = all.next();
      path.getValue()
          .fieldNames()
          .forEachRemaining(
              method -> {
                if (WITH_BODY.contains(method) && !path.getKey().endsWith("/unload")) {
                  endpoints.add(
                      new Endpoint(
                          method.toUpperCase(java.util.Locale.ROOT), filled(path.getKey())));
                }
              });
    }
    return endpoints;
  }

  private static String filled(String path) {
    String filled = path;
    for (Map.Entry<String, String> place : PLACES.entrySet()) {
      filled = filled.replace("{" + place.getKey() + "}", place.getValue());
    }
    return filled.replaceAll("\\{[^}]*\\}", "x");
  }

  private String get(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(stack.inference().uri(path)).timeout(PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void noBodyIsAFault() throws Exception {
    List<Endpoint> endpoints = endpoints();
    assertThat(endpoints).extracting(Endpoint::path).contains("/predict", "/predict/batch");
    List<HostileBody> bodies = HostileBodies.all().stream().filter(body -> !body.isLong()).toList();
    List<String> faults = faults(endpoints, bodies, SHORT_AT_ONCE);
    for (Endpoint endpoint : endpoints) {
      for (HostileBody body : HostileBodies.withBadHead()) {
        assertThat(raw.send(endpoint.method(), endpoint.path(), body).status())
            .as("%s", body)
            .isBetween(400, 499);
      }
      assertPredicts();
    }
    faults.addAll(faults(List.of(UNLOAD), bodies, SHORT_AT_ONCE));
    HostileBody nothing = HostileBody.json("no parameters", "{}");
    assertThat(raw.send("POST", "/v2/repository/models/telling/load", nothing).status())
        .isEqualTo(200);
    assertPredicts();
    assertThat(faults).isEmpty();
    assertNoFaultIsLogged();
  }

  @Test
  void manyLongBodiesAtOnceAreNoFault() throws Exception {
    List<HostileBody> bodies = HostileBodies.all().stream().filter(HostileBody::isLong).toList();
    assertThat(bodies).hasSizeGreaterThan(5);
    List<String> faults = faults(endpoints(), bodies, LONG_AT_ONCE);
    assertPredicts();
    assertThat(faults).isEmpty();
    assertNoFaultIsLogged();
  }

  /** What went wrong with any of the bodies, of which many are on their way at a time. */
  private List<String> faults(List<Endpoint> endpoints, List<HostileBody> bodies, int atOnce)
      throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(atOnce);
    try {
      List<Future<List<String>>> asked = new ArrayList<>();
      for (Endpoint endpoint : endpoints) {
        for (HostileBody body : bodies) {
          asked.add(clients.submit(() -> faults(endpoint, body)));
        }
      }
      List<String> faults = new ArrayList<>();
      for (Future<List<String>> one : asked) {
        faults.addAll(one.get());
      }
      return faults;
    } finally {
      clients.shutdownNow();
    }
  }

  private List<String> faults(Endpoint endpoint, HostileBody body) {
    String what = endpoint.method() + " " + endpoint.path() + ", " + body + ": ";
    try {
      Answer answer = raw.send(endpoint.method(), endpoint.path(), body);
      // 503 is an answer where something is busy; what comes with a fault is 500, 501, 502, 504.
      boolean wrong = answer.status() >= 500 && answer.status() != 503;
      boolean silent = answer.status() >= 400 && answer.status() < 500 && answer.text().isEmpty();
      return wrong || silent ? List.of(what + answer) : List.of();
    } catch (IOException e) {
      return List.of(what + e);
    }
  }

  private void assertPredicts() throws Exception {
    assertThat(stack.inference().isAlive()).isTrue();
    Answer answer = raw.send("POST", "/predict", HostileBody.json("a good row", "{\"price\":5}"));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    assertThat(answer.text()).contains("\"prediction\":" + model.answer(5));
  }

  private void assertNoFaultIsLogged() throws Exception {
    assertThat(Files.readString(stack.inferenceLog()).lines())
        .noneMatch(line -> line.contains(" ERROR ") || line.contains("OutOfMemoryError"));
  }
}
