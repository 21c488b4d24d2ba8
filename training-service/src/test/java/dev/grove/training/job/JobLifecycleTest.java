package dev.grove.training.job;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.training.Neighbours;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs from their submission to the registry, with real neighbours and real workers. */
@QuarkusTest
@EnabledIf(
    value = "dev.grove.training.Neighbours#built",
    disabledReason = "data-service and registry-service are not built")
@QuarkusTestResource(value = JobLifecycleTest.Stack.class, restrictToAnnotatedClass = true)
@TestProfile(JobLifecycleTest.Quick.class)
class JobLifecycleTest {
  /** An application of its own. */
  public static final class Quick implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("grove.jobs.poll", "100ms", "grove.jobs.worker-heap", "512m");
    }
  }

  /** PostgreSQL, data-service with a table, registry-service. */
  public static final class Stack implements QuarkusTestResourceLifecycleManager {
    private static Neighbours neighbours;

    @Override
    public Map<String, String> start() {
      try {
        neighbours = Neighbours.start("lifecycle");
        neighbours.startRegistry();
        neighbours.load("offers", "key=id&target=kind", Neighbours.offers(600));
        neighbours.load("two", "target=kind", "size,kind\n1,small\n2,large\n");
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
      Map<String, String> config = new HashMap<>(neighbours.database());
      config.put("grove.data.url", neighbours.dataUrl().toString());
      config.put("grove.registry.url", neighbours.registryUrl().toString());
      return config;
    }

    @Override
    public void stop() {
      try {
        neighbours.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String SMALL =
      "\"rounds\": 8, \"parameters\": {\"num_threads\": 1, \"min_data_in_leaf\": 5},"
          + " \"features\": {\"features\": [{\"kind\": \"text\", \"column\": \"title\","
          + " \"buckets\": 256}, {\"kind\": \"numeric\", \"column\": \"price\"}]}";

  /** Trains until it is stopped. */
  private static final String ENDLESS =
      "{\"dataset\": \"offers\", \"rounds\": 100000, \"earlyStoppingRounds\": 0,"
          + " \"parameters\": {\"num_threads\": 1}, \"model\": null}";

  @TestHTTPResource URI service;

  @Inject JobsHome home;

  @Test
  void jobEndsAsARunWithABundleAndAModelVersion() throws Exception {
    String body = "{\"dataset\": \"offers\", \"model\": \"kinds\"," + SMALL + "}";
    String id = submit(body, "once").getString("id");
    assertThat(submit(" " + body.replace(",", " , "), "once").getString("id")).isEqualTo(id);
    given()
        .contentType("application/json")
        .header("Idempotency-Key", "once")
        .body("{\"dataset\": \"offers\"}")
        .post("/jobs")
        .then()
        .statusCode(422);

    String events = events(id);
    JsonNode job = await(id, state -> !Set.of("queued", "running", "publishing").contains(state));
    assertThat(job.path("state").asText()).as(job.toString()).isEqualTo("succeeded");
    assertThat(events).startsWith("data:").contains("\"state\":\"succeeded\"");
    assertThat(job.path("runId").asText()).isEqualTo(id);
    assertThat(job.path("modelVersion").asText()).isEqualTo("1");
    assertThat(job.path("roundsDone").asInt()).isEqualTo(8);
    assertThat(job.at("/metrics/validation.multi_logloss").asDouble()).isBetween(0.0, 1.1);
    assertThat(job.at("/evaluation/splits/test/accuracy").asDouble()).isGreaterThan(0.5);
    assertThat(job.at("/evaluation/leftOut/0/reason").asText()).isEqualTo("key");
    awaitDeletion(home.files(id).directory());

    JsonNode run = registry("runs/get?run_id=" + id).path("run");
    assertThat(run.at("/info/status").asText()).isEqualTo("FINISHED");
    assertThat(values(run.at("/data/tags"))).containsEntry("grove.job", id);
    assertThat(values(run.at("/data/params")))
        .containsEntry("dataset", "offers")
        .containsEntry("dataset_version", job.path("version").asText())
        .containsEntry("split", "default")
        .containsEntry("target", "kind")
        .containsEntry("min_data_in_leaf", "5")
        .containsEntry("num_class", "3");
    assertThat(values(run.at("/data/metrics")))
        .containsEntry("test.accuracy", job.at("/evaluation/splits/test/accuracy").asText())
        .containsEntry(
            "fallback.test.accuracy", job.at("/evaluation/fallback/splits/test/accuracy").asText())
        .containsKeys("test.f1_weighted", "validation.log_loss", "validation.multi_logloss")
        .containsKeys("fallback.test.f1_weighted", "fallback.validation.log_loss");
    JsonNode files = registry("artifacts/list?path=model&run_id=" + id).path("files");
    assertThat(files.findValuesAsText("path"))
        .contains("model/manifest.json", "model/model.lgb", "model/golden.json", "model/MLmodel")
        .contains("model/fallback.lgb", "model/fallback.json", "model/reference.json");
    JsonNode version = registry("model-versions/get?name=kinds&version=1").path("model_version");
    assertThat(version.path("source").asText()).isEqualTo("runs:/" + id + "/model");
    assertThat(version.path("run_id").asText()).isEqualTo(id);
    assertThat(values(version.path("tags")).get("grove.manifest.sha256")).matches("[0-9a-f]{64}");
  }

  @Test
  void crashOfLightGbmFailsTheJobAndNotTheService() throws Exception {
    String id = submit(ENDLESS, null).getString("id");
    awaitRounds(id);
    new ProcessBuilder("kill", "-SEGV", Long.toString(worker())).start().waitFor();
    JsonNode job = await(id, "failed"::equals);
    assertThat(job.path("error").asText()).contains("crashed: SIGSEGV");
    assertThat(job.path("finishedAt").asText()).isNotEmpty();
    given().get("/q/health/live").then().statusCode(200);
    given().delete("/jobs/" + id).then().statusCode(409);
    awaitRun(id, "FAILED");
  }

  @Test
  void cancelledJobLosesItsProcess() throws Exception {
    String id = submit(ENDLESS, null).getString("id");
    awaitRounds(id);
    long worker = worker();
    given().delete("/jobs/" + id).then().statusCode(202);
    await(id, "cancelled"::equals);
    assertThat(ProcessHandle.of(worker).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    given().delete("/jobs/" + id).then().statusCode(202).body("state", equalTo("cancelled"));
    awaitRun(id, "KILLED");
  }

  @Test
  void registryThatIsAwayIsWaitedFor() throws Exception {
    Stack.neighbours.killRegistry();
    String id =
        submit("{\"dataset\": \"offers\", \"model\": \"later\"," + SMALL + "}", null)
            .getString("id");
    await(id, "publishing"::equals);
    assertThat(Files.exists(home.files(id).bundle())).isTrue();
    Stack.neighbours.startRegistry();
    JsonNode job = await(id, "succeeded"::equals);
    assertThat(job.path("modelVersion").asText()).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"dataset\": \"unknown\"                                   | dataset",
        "\"dataset\": \"offers\", \"version\": \"unknown\"          | version",
        "\"dataset\": \"offers\", \"split\": \"unknown\"            | split",
        "\"dataset\": \"offers\", \"target\": \"unknown\"           | target",
        "\"dataset\": \"offers\", \"target\": \"id\"                | target",
        "\"dataset\": \"two\"                                       | version",
        "\"dataset\": \"offers\", \"task\": \"binary\"              | task",
        "\"dataset\": \"offers\", \"task\": \"regression\"          | task",
        "\"dataset\": \"offers\", \"group\": \"shop\"               | group",
        "\"dataset\": \"offers\", \"task\": \"ranking\", \"target\": \"rank\" | group",
        "\"dataset\": \"offers\", \"task\": \"ranking\", \"target\": \"rank\","
            + " \"group\": \"unknown\" | group",
        "\"dataset\": \"offers\", \"task\": \"ranking\", \"target\": \"rank\","
            + " \"group\": \"id\" | group",
        "\"dataset\": \"offers\", \"task\": \"ranking\", \"target\": \"rank\","
            + " \"group\": \"rank\" | group",
        "\"dataset\": \"offers\", \"task\": \"ranking\", \"target\": \"price\","
            + " \"group\": \"shop\" | target",
        "\"dataset\": \"offers\", \"task\": \"ranking\", \"target\": \"rank\","
            + " \"group\": \"shop\", \"features\": {\"features\": [{\"kind\": \"hash\","
            + " \"column\": \"shop\"}]} | features.features[0]",
        "\"dataset\": \"offers\", \"parameters\": {\"data\": \"x\"} | parameters.data",
        "\"dataset\": \"offers\", \"parameters\": {\"num_leaves\": 1} | parameters.num_leaves",
        "\"dataset\": \"offers\", \"features\": {\"features\": [{\"kind\": \"numeric\","
            + " \"column\": \"title\"}]} | features.features[0]"
      })
  void mistakesAgainstTheDatasetAreToldAtOnce(String body, String field) {
    given()
        .contentType("application/json")
        .body("{" + body + "}")
        .post("/jobs")
        .then()
        .statusCode(400)
        .body("field", startsWith(field))
        .body("detail", containsString("'" + field));
  }

  private static io.restassured.path.json.JsonPath submit(String body, String key) {
    var request = given().contentType("application/json").body(body);
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    var answer = request.post("/jobs").then().statusCode(202).extract();
    assertThat(answer.header("Location")).endsWith("/jobs/" + answer.jsonPath().getString("id"));
    return answer.jsonPath();
  }

  /** Files go a moment after the job is seen to have succeeded. */
  private static void awaitDeletion(Path directory) throws InterruptedException {
    for (int i = 0; i < 50 && Files.exists(directory); i++) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
    assertThat(directory).doesNotExist();
  }

  private String events(String id) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(service.resolve("/jobs/" + id + "/events"))
            .header("Accept", "text/event-stream")
            .build();
    return HTTP.send(request, BodyHandlers.ofString()).body();
  }

  private void awaitRounds(String id) throws Exception {
    long deadline = deadline();
    while (job(id).path("roundsDone").asInt() == 0) {
      assertThat(System.nanoTime()).as(job(id).toString()).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  private JsonNode await(String id, Predicate<String> state) throws Exception {
    long deadline = deadline();
    JsonNode job = job(id);
    while (!state.test(job.path("state").asText())) {
      assertThat(System.nanoTime()).as(job.toString()).isLessThan(deadline);
      Thread.sleep(100);
      job = job(id);
    }
    return job;
  }

  private static void awaitRun(String id, String status) throws Exception {
    long deadline = deadline();
    while (!registry("runs/get?run_id=" + id).at("/run/info/status").asText().equals(status)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(100);
    }
  }

  private static long deadline() {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
  }

  private static long worker() {
    return ProcessHandle.current()
        .children()
        .filter(JobLifecycleTest::isWorker)
        .findFirst()
        .orElseThrow()
        .pid();
  }

  private static boolean isWorker(ProcessHandle child) {
    try {
      Path arguments = Path.of("/proc", Long.toString(child.pid()), "cmdline");
      return Files.readString(arguments).contains("\0worker\0");
    } catch (IOException e) {
      return false;
    }
  }

  private JsonNode job(String id) throws Exception {
    return JSON.readTree(given().get("/jobs/" + id).then().statusCode(200).extract().asString());
  }

  private static JsonNode registry(String call) throws Exception {
    URI url = URI.create(Stack.neighbours.registryUrl() + "/api/2.0/mlflow/" + call);
    return JSON.readTree(
        HTTP.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString()).body());
  }

  private static Map<String, String> values(JsonNode entries) {
    Map<String, String> values = new HashMap<>();
    for (JsonNode entry : entries) {
      values.put(entry.path("key").asText(), entry.path("value").asText());
    }
    return values;
  }
}
