package dev.grove.registry.garbage;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.artifact.Announced;
import dev.grove.registry.artifact.ArtifactConfig;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.Artifacts;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class GarbageCollectionTest {
  private static final String API = "/api/2.0/mlflow/";

  @Inject Artifacts artifacts;
  @Inject ArtifactConfig config;
  @Inject CollectionStore collections;
  @Inject GarbageStore garbage;
  @Inject DataSource source;

  private static Response post(String path, Object body) {
    Response response = given().contentType(ContentType.JSON).body(body).post(path);
    assertThat(response.statusCode()).as(response.asString()).isLessThan(300);
    return response;
  }

  private static String unique() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  private static String experiment() {
    return post(API + "experiments/create", Map.of("name", unique())).path("experiment_id");
  }

  /** A run with something of everything, and its artifact. */
  private String run(String experiment) throws IOException {
    String run =
        post(API + "runs/create", Map.of("experiment_id", experiment)).path("run.info.run_id");
    post(
        API + "runs/log-batch",
        Map.of(
            "run_id",
            run,
            "metrics",
            List.of(Map.of("key", "m", "value", 1, "timestamp", 1, "step", 0)),
            "params",
            List.of(Map.of("key", "p", "value", "1")),
            "tags",
            List.of(Map.of("key", "t", "value", "1"))));
    put(experiment + "/" + run + "/artifacts/model/MLmodel");
    return run;
  }

  private void put(String path) throws IOException {
    artifacts.put(
        ArtifactPath.of(path),
        new ByteArrayInputStream("content".getBytes(UTF_8)),
        Announced.NOTHING);
  }

  private boolean has(String experiment, String run) throws IOException {
    return artifacts
        .find(ArtifactPath.of(experiment + "/" + run + "/artifacts/model/MLmodel"))
        .isPresent();
  }

  private static void delete(String run) {
    post(API + "runs/delete", Map.of("run_id", run));
  }

  private static int status(String run) {
    return given().queryParam("run_id", run).get(API + "runs/get").statusCode();
  }

  private static String version(String source) {
    String model = unique();
    post(API + "registered-models/create", Map.of("name", model));
    post(API + "model-versions/create", Map.of("name", model, "source", source));
    return model;
  }

  /** Demands a collection and waits for its end. */
  private static Response collect() throws InterruptedException {
    Response demanded = post("/gc", Map.of());
    assertThat(demanded.statusCode()).isEqualTo(202);
    String place = demanded.header("Location").replaceFirst("^https?://[^/]*", "");
    return await(place);
  }

  private static Response await(String place) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (Instant.now().isBefore(end)) {
      Response response = given().get(place);
      if (response.path("state").equals("finished")) {
        return response;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the collection did not finish: " + given().get(place).asString());
  }

  @Test
  void whatWasDeletedGoesForGoodAndNothingElse() throws Exception {
    String experiment = experiment();
    String gone = run(experiment);
    String kept = run(experiment);
    delete(gone);
    assertThat(status(gone)).isEqualTo(200);

    Response result = collect();

    assertThat(result.<Integer>path("runs")).isPositive();
    assertThat(result.<Integer>path("directories")).isPositive();
    assertThat(status(gone)).isEqualTo(404);
    assertThat(has(experiment, gone)).isFalse();
    assertThat(config.directory().resolve("files/" + experiment + "/" + gone)).doesNotExist();
    assertThat(status(kept)).isEqualTo(200);
    assertThat(has(experiment, kept)).isTrue();
    assertThat(
            count("select count(*) from registry.artifact_digest where path like '%" + gone + "%'"))
        .isZero();
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aWholeExperimentGoesWithAllInIt() throws Exception {
    String experiment = experiment();
    String run = run(experiment);
    String model =
        post(API + "logged-models", Map.of("experiment_id", experiment, "name", "m"))
            .path("model.info.model_id");
    put(experiment + "/models/" + model + "/artifacts/MLmodel");
    put(experiment + "/left-by-a-client");
    post(API + "experiments/delete", Map.of("experiment_id", experiment));

    given()
        .contentType(ContentType.JSON)
        .body(Map.of("dryRun", true, "olderThan", "1h"))
        .post("/gc")
        .then()
        .statusCode(200)
        .body("dryRun", equalTo(true))
        .body("runs", equalTo(0))
        .body("experiments", equalTo(0));
    Response due = post("/gc", Map.of("dryRun", true));
    assertThat(due.<Integer>path("runs")).isPositive();
    assertThat(due.<Integer>path("loggedModels")).isPositive();
    assertThat(due.<Integer>path("experiments")).isPositive();
    assertThat(status(run)).isEqualTo(200);

    collect();

    assertThat(status(run)).isEqualTo(404);
    given()
        .queryParam("experiment_id", experiment)
        .get(API + "experiments/get")
        .then()
        .statusCode(404);
    assertThat(config.directory().resolve("files/" + experiment)).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs:/RUN/model",
        "mlflow-artifacts:/EXP/RUN/artifacts",
        "mlflow-artifacts://host:5000/EXP/RUN/artifacts/model/",
        "MLFLOW-ARTIFACTS:///EXP/RUN/artifacts/model",
        "mlflow-artifacts:/EXP"
      })
  void whatAModelVersionPointsToStays(String source) throws Exception {
    String experiment = experiment();
    String run = run(experiment);
    String model = version(source.replace("RUN", run).replace("EXP", experiment));
    post(API + "experiments/delete", Map.of("experiment_id", experiment));

    assertThat(post("/gc", Map.of("dryRun", true)).<Integer>path("kept")).isPositive();
    collect();

    assertThat(status(run)).isEqualTo(200);
    assertThat(has(experiment, run)).isTrue();

    execute(
        "delete from registry.model_version v using registry.registered_model m"
            + " where m.model_no = v.model_no and m.name = '"
            + model
            + "'");
    collect();

    assertThat(status(run)).isEqualTo(404);
    assertThat(has(experiment, run)).isFalse();
  }

  /**
   * A version that comes between the run's end and its files' is seen, and one later is refused.
   */
  @Test
  void noNewVersionMayUseGarbage() throws Exception {
    String experiment = experiment();
    String run = run(experiment);
    String place = "mlflow-artifacts:/" + experiment + "/" + run + "/artifacts/model";
    String early = version(place);
    execute(
        "with c as (insert into registry.garbage_collection (cutoff, demanded_time, finished_time)"
            + " values (0, 0, 0) returning collection_no) insert into registry.garbage"
            + " (collection_no, owner, path, next_time) select collection_no, 'test', '"
            + experiment
            + "/"
            + run
            + "', 0 from c");

    while (garbage.deleteOne()) {
      assertThat(has(experiment, run)).isTrue();
    }
    assertThat(has(experiment, run)).isTrue();
    given()
        .get("/gc/failing")
        .then()
        .statusCode(200)
        .body(
            "items.find { it.path == '" + experiment + "/" + run + "' }.error",
            containsString("a model version has its files there"));

    for (String source : List.of(place, place + "/below", "mlflow-artifacts:/" + experiment)) {
      String model = unique();
      post(API + "registered-models/create", Map.of("name", model));
      given()
          .contentType(ContentType.JSON)
          .body(Map.of("name", model, "source", source))
          .post(API + "model-versions/create")
          .then()
          .statusCode(409)
          .body("error_code", equalTo("ABORTED"));
    }
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("name", unique(), "artifact_location", place))
        .post(API + "experiments/create")
        .then()
        .statusCode(409);
    assertThat(early).isNotEmpty();
    execute("delete from registry.garbage where path = '" + experiment + "/" + run + "'");
  }

  /** One directory that cannot be deleted is reported, tried again, and keeps no other waiting. */
  @Test
  void goesOnWhereOneDirectoryFails() throws Exception {
    String experiment = experiment();
    String bad = run(experiment);
    String good = run(experiment);
    // A name that is too long for the file system: no file of it can be opened or deleted.
    execute(
        "update registry.run set artifact_uri = 'mlflow-artifacts:/"
            + experiment
            + "/"
            + "x".repeat(300)
            + "/"
            + bad
            + "/artifacts' where run_id = '"
            + bad
            + "'");
    delete(bad);
    delete(good);

    Response result = collect();

    assertThat(status(bad)).isEqualTo(404);
    assertThat(status(good)).isEqualTo(404);
    assertThat(has(experiment, good)).isFalse();
    assertThat(result.<Integer>path("failing")).isEqualTo(1);
    given()
        .get("/gc/failing")
        .then()
        .body("items.find { it.owner == 'run " + bad + "' }.attempts", equalTo(1))
        .body(
            "items.find { it.owner == 'run " + bad + "' }.error",
            containsString("more than 255 bytes"));
    execute(
        "update registry.garbage set next_time = 0, path = '"
            + experiment
            + "/"
            + bad
            + "' where owner = 'run "
            + bad
            + "'");
    while (garbage.deleteOne()) {
      assertThat(status(bad)).isEqualTo(404);
    }
    assertThat(has(experiment, bad)).isFalse();
  }

  @Test
  void foreignArtifactsAreLeftToTheirOwners() throws Exception {
    String experiment =
        post(
                API + "experiments/create",
                Map.of("name", unique(), "artifact_location", "s3://bucket/" + unique()))
            .path("experiment_id");
    String run =
        post(API + "runs/create", Map.of("experiment_id", experiment)).path("run.info.run_id");
    post(API + "experiments/delete", Map.of("experiment_id", experiment));

    collect();

    assertThat(status(run)).isEqualTo(404);
    assertThat(count("select count(*) from registry.garbage where owner = 'run " + run + "'"))
        .isZero();
  }

  /** The default experiment stays, and so does a run that came back in time. */
  @Test
  void whatIsTakenOutOfTheBinStays() throws Exception {
    String run = run("0");
    delete(run);
    post(API + "runs/restore", Map.of("run_id", run));

    collect();

    assertThat(status(run)).isEqualTo(200);
    assertThat(has("0", run)).isTrue();
  }

  /** Two replicas share the work, and nothing is done twice or left. */
  @Test
  void replicasShareTheWork() throws Exception {
    String experiment = experiment();
    for (int i = 0; i < 45; i++) {
      String run =
          post(API + "runs/create", Map.of("experiment_id", experiment)).path("run.info.run_id");
      delete(run);
    }
    Collection collection = collections.demand(System.currentTimeMillis());
    Runnable replica =
        () -> {
          while (collections.collect(collection, 4) > 0 || garbage.deleteOne()) {
            Thread.onSpinWait();
          }
        };
    List<Thread> replicas = List.of(new Thread(replica), new Thread(replica));
    replicas.forEach(Thread::start);
    for (Thread thread : replicas) {
      thread.join();
    }
    Response result = await("/gc/" + collection.id());

    assertThat(count("select count(*) from registry.run where experiment_id = " + experiment))
        .isZero();
    assertThat(result.<Integer>path("runs")).isGreaterThanOrEqualTo(45);
    assertThat(result.<Integer>path("waiting")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1d", "1 parsec", "999999999d"})
  void anAgeMustBeOne(String age) {
    given()
        .contentType(ContentType.JSON)
        .body(Map.of("olderThan", age))
        .post("/gc")
        .then()
        .statusCode(400)
        .body("detail", containsString("olderThan"));
  }

  @Test
  void collectionsAreListed() throws Exception {
    collect();
    collect();

    Response first = given().queryParam("limit", 1).get("/gc");
    assertThat(first.<List<?>>path("items")).hasSize(1);
    Response next =
        given()
            .queryParam("limit", 1)
            .queryParam("pageToken", first.<String>path("nextPageToken"))
            .get("/gc");
    assertThat(next.<Integer>path("items[0].id")).isLessThan(first.path("items[0].id"));
    given().get("/gc/999999999").then().statusCode(404);
    given().get("/gc/x").then().statusCode(404);
  }

  @Test
  void thePathsOfUris() throws SQLException {
    assertThat(count("select count(*) where registry.own_path('s3://b/c') is null")).isEqualTo(1);
    assertThat(
            count(
                "select count(*) where registry.own_path('mlflow-artifacts://h:1/0/a/') = '0/a'"
                    + " and registry.own_path('MLFLOW-artifacts:/') = ''"
                    + " and registry.directories('a/b/c') = '{\"\",a,a/b}'"))
        .isEqualTo(1);
  }
}
