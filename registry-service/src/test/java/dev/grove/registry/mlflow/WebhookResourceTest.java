package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.event.EventLog;
import dev.grove.registry.event.EventType;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.webhook.Receiver;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class WebhookResourceTest {
  private static final Map<String, String> CREATED =
      Map.of("entity", "MODEL_VERSION", "action", "CREATED");
  private static final Map<String, String> ALIAS =
      Map.of("entity", "MODEL_VERSION_ALIAS", "action", "CREATED");

  @Inject EventLog log;
  @Inject Database database;

  private Receiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private Map<String, Object> draft(Object... fields) {
    Map<String, Object> draft =
        new HashMap<>(
            Map.of("name", "my.hook-1", "url", receiver.url(), "events", List.of(CREATED)));
    for (int i = 0; i < fields.length; i += 2) {
      draft.put((String) fields[i], fields[i + 1]);
    }
    draft.values().removeIf(""::equals);
    return draft;
  }

  private String create(Object... fields) {
    return ok(post("webhooks", draft(fields))).path("webhook.webhook_id");
  }

  private static Response patch(String id, Map<String, ?> body) {
    return Api.patch("webhooks/" + id, body);
  }

  @Test
  void comesAndGoesInMlflowsShape() {
    Response made =
        ok(
            post(
                "webhooks",
                draft(
                    "events", List.of(CREATED, ALIAS, CREATED),
                    "description", "tells the deployer",
                    "secret", "topsecret")));
    made.then()
        .body("webhook.webhook_id", matchesPattern("[0-9a-f-]{36}"))
        .body("webhook.name", equalTo("my.hook-1"))
        .body("webhook.description", equalTo("tells the deployer"))
        .body("webhook.url", equalTo(receiver.url()))
        .body("webhook.events", equalTo(List.of(CREATED, ALIAS)))
        .body("webhook.status", equalTo("ACTIVE"))
        .body("webhook.creation_timestamp", greaterThan(1_000_000_000_000L))
        .body("webhook.last_updated_timestamp", greaterThan(1_000_000_000_000L))
        .body("webhook.secret", nullValue());
    String id = made.path("webhook.webhook_id");
    ok(get("webhooks/" + id, Map.of())).then().body(equalTo(made.asString()));
    assertThat(made.asString()).doesNotContain("topsecret");

    ok(patch(id, Map.of("name", "other", "status", "DISABLED", "description", "")))
        .then()
        .body("webhook.name", equalTo("other"))
        .body("webhook.description", nullValue())
        .body("webhook.status", equalTo("DISABLED"))
        .body("webhook.events", equalTo(List.of(CREATED, ALIAS)));
    ok(patch(id, Map.of("events", List.of(ALIAS), "status", 1, "secret", "")))
        .then()
        .body("webhook.status", equalTo("ACTIVE"))
        .body("webhook.events", equalTo(List.of(ALIAS)));

    assertThat(ok(given().delete("/api/2.0/mlflow/webhooks/" + id)).asString()).isEqualTo("{}");
    refused(
        get("webhooks/" + id, Map.of()),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Webhook with ID " + id + " not found.");
    refused(patch(id, Map.of()), ErrorCode.RESOURCE_DOES_NOT_EXIST, id);
    refused(
        given().delete("/api/2.0/mlflow/webhooks/" + id), ErrorCode.RESOURCE_DOES_NOT_EXIST, id);
    refused(post("webhooks/" + id + "/test", Map.of()), ErrorCode.RESOURCE_DOES_NOT_EXIST, id);
  }

  @Test
  void listsTheNewestFirst() throws Exception {
    String first = create();
    Thread.sleep(2);
    String second = create();
    Thread.sleep(2);
    String third = create();
    Response page = ok(get("webhooks", Map.of("max_results", 2)));
    page.then().body("webhooks.webhook_id", equalTo(List.of(third, second)));
    String token = page.path("next_page_token");
    List<String> rest =
        ok(get("webhooks", Map.of("max_results", 1, "page_token", token)))
            .path("webhooks.webhook_id");
    assertThat(rest).containsExactly(first);
    invalid(get("webhooks", Map.of("max_results", 0)), "max_results");
    invalid(get("webhooks", Map.of("max_results", 1_001)), "max_results");
    invalid(get("webhooks", Map.of("page_token", "x")), "page token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "a-", "a b", "ü", ".", "a/b"})
  void namesHaveRules(String name) {
    invalid(post("webhooks", draft("name", name)), "must start and end with a letter or digit");
  }

  @Test
  void draftsHaveRules() {
    invalid(post("webhooks", draft("name", "a".repeat(64))), "name");
    invalid(post("webhooks", draft("name", "")), "Missing value for required parameter 'name'");
    invalid(post("webhooks", draft("url", "")), "Missing value for required parameter 'url'");
    invalid(post("webhooks", draft("url", "   ")), "empty or just whitespace");
    invalid(
        post("webhooks", draft("events", List.of())),
        "Missing value for required parameter 'events'");
    invalid(post("webhooks", draft("events", "all")), "events");
    invalid(post("webhooks", draft("events", List.of("model_version.created"))), "events");
    invalid(
        post("webhooks", draft("events", List.of(Map.of("entity", "MODEL_VERSION")))), "action");
    invalid(
        post("webhooks", draft("events", List.of(Map.of("entity", "MODELS", "action", "CREATED")))),
        "events[0].entity");
    invalid(
        post(
            "webhooks",
            draft("events", List.of(Map.of("entity", "MODEL_VERSION", "action", "DELETED")))),
        "Invalid action 'deleted' for entity 'model_version'. Valid actions are: [created]");
    invalid(
        post("webhooks", draft("events", List.of(Map.of("entity", 0, "action", 0)))),
        "Invalid action");
    invalid(post("webhooks", draft("status", "PAUSED")), "status");
    invalid(post("webhooks", draft("description", "d".repeat(1_001))), "description");
    invalid(post("webhooks", draft("secret", "s".repeat(1_001))), "secret");
    Response secret = post("webhooks", draft("secret", List.of("topsecret")));
    invalid(secret, "'secret'");
    assertThat(secret.asString()).doesNotContain("topsecret");
    invalid(patch(create(), Map.of("name", "a b")), "name");
    invalid(patch(create(), Map.of("url", "ftp://127.0.0.1/")), "scheme");
    refused(
        given().urlEncodingEnabled(false).get("/api/2.0/mlflow/webhooks/%00"),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "not found");
  }

  @ParameterizedTest
  @CsvSource({
    "https://10.0.0.1/, non-public",
    "https://169.254.169.254/latest/meta-data, non-public",
    "https://[::ffff:169.254.169.254]/, non-public",
    "https://[64:ff9b::a9fe:a9fe]/, non-public",
    "https://2852039166/, url",
    "https://a:b@127.0.0.1/, user",
    "https://127.0.0.1:22/, port"
  })
  void urlsThatLeadInsideAreRefused(String url, String reason) {
    invalid(post("webhooks", draft("url", url)), reason);
    invalid(patch(create(), Map.of("url", url)), reason);
  }

  @Test
  void everyPairOfMlflowCanBeNamed() {
    List<Map<String, String>> pairs =
        List.of(
            Map.of("entity", "REGISTERED_MODEL", "action", "CREATED"),
            Map.of("entity", "MODEL_VERSION_TAG", "action", "SET"),
            Map.of("entity", "MODEL_VERSION_TAG", "action", "DELETED"),
            Map.of("entity", "MODEL_VERSION_ALIAS", "action", "DELETED"),
            Map.of("entity", "PROMPT", "action", "CREATED"),
            Map.of("entity", "PROMPT_VERSION", "action", "CREATED"),
            Map.of("entity", "PROMPT_TAG", "action", "SET"),
            Map.of("entity", "PROMPT_VERSION_TAG", "action", "DELETED"),
            Map.of("entity", "PROMPT_ALIAS", "action", "CREATED"),
            Map.of("entity", "BUDGET_POLICY", "action", "EXCEEDED"));
    String id = create("events", pairs);
    ok(get("webhooks/" + id, Map.of())).then().body("webhook.events", equalTo(pairs));
    for (Map<String, String> pair : pairs) {
      ok(post("webhooks/" + id + "/test", Map.of("event", pair)))
          .then()
          .body("result.success", equalTo(true));
      JsonPath body = new JsonPath(next().body());
      assertThat(body.getString("entity")).isEqualTo(pair.get("entity").toLowerCase(Locale.ROOT));
      assertThat(body.getMap("data")).isNotEmpty();
    }
  }

  private Receiver.Request next() {
    try {
      return receiver.next();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTestTellsWhatTheTargetMadeOfIt() throws Exception {
    String id = create("secret", "s", "events", List.of(ALIAS, CREATED));
    receiver.answers(Receiver.text(200, "got it"));
    ok(post("webhooks/" + id + "/test", Map.of()))
        .then()
        .body("result.success", equalTo(true))
        .body("result.response_status", equalTo(200))
        .body("result.response_body", equalTo("got it"))
        .body("result.error_message", nullValue());
    Receiver.Request request = receiver.next();
    assertThat(request.header("X-MLflow-Signature")).startsWith("v1,");
    assertThat(new JsonPath(request.body()).getString("data.alias")).isEqualTo("champion");

    receiver.answers(Receiver.text(500, "broken"));
    ok(post("webhooks/" + id + "/test", Map.of("event", CREATED)))
        .then()
        .body("result.success", equalTo(false))
        .body("result.response_status", equalTo(500))
        .body("result.response_body", equalTo("broken"));
    invalid(post("webhooks/" + id + "/test", Map.of("event", "x")), "event");
    receiver.close();
    ok(post("webhooks/" + id + "/test", Map.of()))
        .then()
        .body("result.success", equalTo(false))
        .body("result.response_status", nullValue())
        .body("result.error_message", containsString("cannot be asked"));
  }

  private void append(String model) {
    database.transaction(
        connection -> {
          log.append(connection, EventType.MODEL_VERSION_CREATED, model, Map.of("name", model));
          return null;
        });
  }

  /** The next delivery about the model; other tests' webhooks of the same kind share events. */
  private Receiver.Request next(String model) throws InterruptedException {
    Receiver.Request request = receiver.next();
    while (!model.equals(new JsonPath(request.body()).getString("data.name"))) {
      request = receiver.next();
    }
    return request;
  }

  @Test
  void anEventIsDeliveredAtOnce() throws Exception {
    create("secret", "s");
    String model = Api.unique("model");
    long start = System.nanoTime();
    append(model);
    Receiver.Request request = next(model);
    assertThat((request.nanoTime() - start) / 1_000_000).as("ms").isLessThan(3_000);
    assertThat(request.header("X-MLflow-Delivery-Id")).isNotEmpty();
    String metrics = given().get("/q/metrics").asString();
    assertThat(metrics).contains("grove_webhooks_deliveries_total{outcome=\"arrived\"");
    assertThat(metrics).contains("grove_events_watchers", "grove_webhooks_dead");
  }

  @Test
  void whatIsGivenUpCanBeSentAgain() throws Exception {
    String id = create();
    receiver.answers(503);
    String model = Api.unique("model");
    append(model);
    String list = "/webhooks/" + id + "/dead-letters";
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (given().get(list).path("items.findAll{it.model=='" + model + "'}.size()").equals(0)) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(50);
    }
    String one = "items.find{it.model=='" + model + "'}.";
    Response dead = given().get(list);
    dead.then()
        .statusCode(200)
        .body(one + "attempts", equalTo(3))
        .body(one + "lastStatus", equalTo(503))
        .body(one + "lastError", containsString("503"))
        .body(one + "type", equalTo("model_version.created"));
    given().get(list + "?limit=0").then().statusCode(400).body("field", equalTo("limit"));
    given().post(list + "/resend?delivery=none").then().statusCode(404);
    given().get("/webhooks/none/dead-letters").then().statusCode(404).body(not(equalTo("")));

    receiver.answers(200);
    given()
        .post(list + "/resend?delivery=" + dead.path(one + "deliveryId"))
        .then()
        .statusCode(200)
        .body("resent", equalTo(1));
    next(model);
    given().post(list + "/resend").then().statusCode(200);
  }
}
