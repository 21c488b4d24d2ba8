package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.refused;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ProtocolTest {
  private static final List<String> POSTS =
      List.of(
          "experiments/create",
          "experiments/search",
          "runs/create",
          "runs/update",
          "runs/search",
          "runs/log-batch",
          "runs/log-metric",
          "runs/log-parameter",
          "runs/set-tag",
          "runs/delete-tag",
          "runs/delete",
          "runs/restore",
          "runs/log-inputs",
          "runs/outputs",
          "runs/log-model",
          "experiments/delete",
          "experiments/restore",
          "experiments/update",
          "experiments/set-experiment-tag",
          "experiments/delete-experiment-tag",
          "experiments/search-datasets",
          "logged-models",
          "logged-models/search",
          "registered-models/create",
          "registered-models/alias",
          "model-versions/create");

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static HttpResponse<String> send(String path, String type, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + "/api/2.0/mlflow/" + path))
            .timeout(Duration.ofSeconds(60))
            .POST(BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    try {
      return CLIENT.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertInvalid(HttpResponse<String> answer, String fragment) {
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("INVALID_PARAMETER_VALUE").contains(fragment);
  }

  @Test
  void saysThatItIsThere() {
    given().get("/health").then().statusCode(200).body(equalTo("OK"));
    given().get("/version").then().statusCode(200).body(matchesPattern("\\d+\\.\\d+.*"));
    given().get("/q/health/ready").then().statusCode(200);
    given().get("/q/openapi").then().statusCode(200).body(containsString("runs/log-batch"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/2.0/mlflow/traces", "/api/2.0/nothing", "/ajax-api/2.0/mlflow/x/y"})
  void unknownPathsHaveMlflowsShape(String path) {
    refused(given().get(path), ErrorCode.ENDPOINT_NOT_FOUND, "No endpoint GET");
    refused(given().body("{}").post(path), ErrorCode.ENDPOINT_NOT_FOUND, "No endpoint POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/3.0/mlflow/server-info", "/ajax-api/3.0/mlflow/server-info"})
  void saysWhatItCanDo(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .body("store_type", equalTo("SqlStore"))
        .body("workspaces_enabled", equalTo(false));
  }

  @Test
  void otherPathsHaveGrovesShape() {
    given().get("/nothing").then().statusCode(404).contentType("application/problem+json");
  }

  @Test
  void wrongMethodsAreNamed() {
    given()
        .delete("/api/2.0/mlflow/runs/create")
        .then()
        .statusCode(405)
        .body("error_code", equalTo("BAD_REQUEST"))
        .body("message", containsString("DELETE"));
  }

  @Test
  void theRequestsIdIsAnswered() {
    given()
        .header("X-Request-Id", "abc.1-2_3")
        .get("/api/2.0/mlflow/nothing")
        .then()
        .header("X-Request-Id", "abc.1-2_3");
    given()
        .header("X-Request-Id", "a b")
        .get("/health")
        .then()
        .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"));
  }

  @Test
  void bodiesOfAnyTypeAreRead() {
    for (String type :
        List.of("", "application/json", "application/x-www-form-urlencoded", "text/plain")) {
      assertThat(send("runs/create", type, "{\"run_name\": \"typed\"}".getBytes(UTF_8)).body())
          .contains("\"run_name\":\"typed\"");
    }
    assertThat(send("runs/create", "application/json", new byte[0]).statusCode()).isEqualTo(200);
    assertThat(
            send("runs/create", "", "\"{\\\"run_name\\\": \\\"twice\\\"}\"".getBytes(UTF_8)).body())
        .contains("\"run_name\":\"twice\"");
  }

  @Test
  void junkIsRefusedEverywhere() {
    List<byte[]> junk = new ArrayList<>();
    for (String text :
        List.of(
            "{",
            "{\"a\":}",
            "[]",
            "5",
            "true",
            "\"text\"",
            "{} {}",
            "nul",
            "[".repeat(100_000),
            "{\"run_id\":{}}",
            "{\"name\":[1]}",
            "{\"run_id\":\"\\u0000\",\"name\":\"\\u0000\"}",
            "{\"run_id\":\"\\ud800\",\"name\":\"\\ud800\"}",
            "{\"x\":" + "9".repeat(2_000) + "}",
            "{\"run_id\":\"a\",\"runId\":\"b\"}")) {
      junk.add(text.getBytes(UTF_8));
    }
    junk.add(new byte[] {0, 1, 2, (byte) 0xff, (byte) 0xfe});
    for (String path : POSTS) {
      for (byte[] body : junk) {
        int status = send(path, "application/json", body).statusCode();
        assertThat(status)
            .as("%s %s", path, new String(body, 0, Math.min(40, body.length), UTF_8))
            .isLessThan(500);
      }
      assertInvalid(send(path, "application/json", junk.get(0)), "not valid JSON");
      assertInvalid(send(path, "application/json", junk.get(2)), "must be a JSON object");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{} {}", "{\"a\":1", "{\"a\":+1}", "[[[["})
  void reasonsNameNoClasses(String body) {
    for (String text : List.of(body, body.repeat(2_000))) {
      HttpResponse<String> answer = send("runs/set-tag", "", text.getBytes(UTF_8));
      assertInvalid(answer, "not valid JSON");
      assertThat(answer.body()).doesNotContain("`", "Source", "fasterxml");
    }
  }

  @Test
  void anAnnouncedHugeBodyIsRefusedAtOnce() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("POST /api/2.0/mlflow/runs/create HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Length: 1000000000000\r\n\r\n{")
                  .getBytes(UTF_8));
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(new String(start, UTF_8)).isEqualTo("HTTP/1.1 400");
    }
  }

  @Test
  void hugeBodiesAreRefused() {
    byte[] huge = ("{\"a\":\"" + "x".repeat(9_000_000) + "\"}").getBytes(UTF_8);
    assertInvalid(send("runs/create", "", huge), "more than 8388608 bytes");
    assertInvalid(send("runs/log-batch", "", huge), "more than 8388608 bytes");
  }

  @Test
  void numbersOfAnySizeAreReadOrRefused() {
    for (String number :
        List.of(
            "1e999999999",
            "9223372036854775808",
            "-1e30",
            "\"1e5\"",
            "NaN",
            "Infinity",
            "true",
            "{}",
            "1.5",
            "\"\"",
            "\" 1\"")) {
      assertInvalid(
          send("runs/create", "", ("{\"start_time\":" + number + "}").getBytes(UTF_8)),
          "parameter 'start_time' supplied");
    }
    for (String number : List.of("0", "-1", "\"17\"", "1.0", "1e3", "9223372036854775807")) {
      assertThat(
              send("runs/create", "", ("{\"start_time\":" + number + "}").getBytes(UTF_8))
                  .statusCode())
          .isEqualTo(200);
    }
  }
}
