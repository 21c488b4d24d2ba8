package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static dev.grove.registry.mlflow.Api.model;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.mlflow.Api.unique;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.artifact.ArtifactConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What was sent to MLflow to get at files that are nobody's artifacts, on every route that takes a
 * path or a URI.
 */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class TraversalTest {
  @Inject ArtifactConfig config;

  /** The path as it stands in a request line: where it is part of a path, and in a query. */
  @ParameterizedTest
  @CsvSource({
    "CVE-2023-30172, ../../../../../../etc/passwd",
    "CVE-2023-1177, /etc/passwd",
    "CVE-2023-2356, a/../../etc/passwd",
    "CVE-2023-2780, ..%5c..%5cetc%5cpasswd",
    "CVE-2023-3765, C:%5cWindows%5cwin.ini",
    "CVE-2023-3765, C:/Windows/win.ini",
    "CVE-2023-3765, %5c%5chost%5cshare",
    "CVE-2023-6015, %2e%2e/%2e%2e/etc/passwd",
    "CVE-2023-6753, a%5c..%5c..%5cb",
    "CVE-2023-6831, %2E%2E%2Fetc%2Fpasswd",
    "CVE-2023-6831, %252E%252E%252Fetc",
    "CVE-2023-6975, a/..%2f..%2fb",
    "CVE-2023-6976, %2fetc%2fpasswd",
    "CVE-2024-1483, %23/../../etc/passwd",
    "CVE-2024-1558, ./../etc/passwd",
    "CVE-2024-1560, %25252e%25252e%25252fetc",
    "CVE-2024-1593, %3b/../../etc/passwd",
    "an empty name, a//b",
    "CVE-2024-1594, a%23/../b",
    "CVE-2024-2928, %23%2f..%2f..%2fetc",
    "CVE-2024-3573, file:%2f%2f%2fetc%2fpasswd",
    "CVE-2024-3848, %23/etc/passwd",
    "CVE-2024-8859, %3f/../../etc/passwd",
    "CVE-2025-11201, a%00/../b",
    "overlong, %c0%ae%c0%ae%c0%afetc",
    "overlong, %e0%80%ae%e0%80%ae/etc"
  })
  void noPathLeadsOut(String name, String path) throws IOException {
    String run = run();
    String model = model();
    ok(post("model-versions/create", Map.of("name", model, "source", "runs:/" + run)));
    String logged =
        ok(post("logged-models", Map.of("experiment_id", "0", "name", "m")))
            .path("model.info.model_id");
    for (String prefix : List.of("/api", "/ajax-api")) {
      String proxy = prefix + "/2.0/mlflow-artifacts/";
      for (String request :
          List.of(
              "PUT " + proxy + "artifacts/" + path,
              "GET " + proxy + "artifacts/" + path,
              "HEAD " + proxy + "artifacts/" + path,
              "DELETE " + proxy + "artifacts/" + path,
              "GET " + proxy + "presigned/" + path,
              "POST " + proxy + "mpu/create/" + path,
              "POST " + proxy + "mpu/complete/" + path,
              "POST " + proxy + "mpu/abort/" + path)) {
        refused(name, request, "{\"path\":\"f\",\"upload_id\":\"x\"}");
      }
      String api = prefix + "/2.0/mlflow/";
      for (String request :
          List.of(
              "GET " + proxy + "artifacts?path=" + path,
              "GET " + api + "artifacts/list?run_id=" + run + "&path=" + path,
              "GET "
                  + api
                  + "logged-models/"
                  + logged
                  + "/artifacts/directories?artifact_directory_path="
                  + path)) {
        refused(name, request, "");
      }
    }
    for (String prefix : List.of("", "/ajax-api/2.0/mlflow")) {
      refused(name, "GET " + prefix + "/get-artifact?run_uuid=" + run + "&path=" + path, "");
      refused(
          name,
          "GET "
              + prefix
              + "/model-versions/get-artifact?version=1&name="
              + model
              + "&path="
              + path,
          "");
    }
    refused(
        name,
        "GET /ajax-api/2.0/mlflow/logged-models/"
            + logged
            + "/artifacts/files?artifact_file_path="
            + path,
        "");
    refused(name, "POST /artifacts/scrub?path=" + path, "");
  }

  /** Sent as it is: a well-behaved client would resolve it first. */
  private static void refused(String name, String request, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              (request
                      + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      assertThat(answer).as(name + " " + request).startsWith("HTTP/1.1 400 ");
    }
  }

  /** URIs that say where artifacts lie. */
  @ParameterizedTest
  @CsvSource({
    "CVE-2023-1177, file:///etc/",
    "CVE-2023-1177, /etc",
    "CVE-2023-2356, mlflow-artifacts:../../etc",
    "CVE-2023-2356, http://h/../../etc",
    "CVE-2023-2356, s3://b/../../etc",
    "CVE-2023-2780, file:///C:\\..\\..\\etc",
    "CVE-2023-2780, mlflow-artifacts:/a\\..\\..\\etc",
    "CVE-2023-3765, C:\\Windows",
    "CVE-2023-3765, \\\\host\\share",
    "CVE-2023-6018, file:/etc",
    "CVE-2023-6909, http:///?/../../../../etc/",
    "CVE-2023-6977, //proc/self/root",
    "CVE-2024-1483, http:///#/../../../../etc/",
    "CVE-2024-1558, mlflow-artifacts:/0/../../etc",
    "CVE-2024-1593, http:///;/../../../../etc/",
    "CVE-2024-1594, mlflow-artifacts:/#/../../etc",
    "CVE-2024-2928, http://h/#/..%2f..%2fetc",
    "CVE-2024-3573, FILE:etc",
    "CVE-2024-3573, file:etc/passwd",
    "CVE-2024-3848, s3://b/#/../../etc",
    "CVE-2024-8859, dbfs:/?/../../etc",
    "twice, mlflow-artifacts:/%252e%252e/%252e%252e/etc",
    "five times, mlflow-artifacts:/%25252525252e%25252525252e/etc",
    "control, s3://b/%0d%0aHost:x"
  })
  void noUriLeadsOut(String name, String uri) {
    Response experiment =
        post("experiments/create", Map.of("name", unique("e"), "artifact_location", uri));
    Response version = post("model-versions/create", Map.of("name", model(), "source", uri));

    assertThat(experiment.statusCode()).as(name + ": " + experiment.asString()).isEqualTo(400);
    assertThat(version.statusCode()).as(name + ": " + version.asString()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "CVE-2024-1558, runs:/RUN/../../x",
    "CVE-2024-1558, runs:/RUN/%2e%2e/x",
    "CVE-2024-1558, runs:/../RUN",
    "CVE-2024-1558, runs:/RUN/a\\..\\..\\x",
    "CVE-2025-11201, models:/../x/1"
  })
  void noSourceLeadsOutOfItsRun(String name, String source) {
    Response version =
        post(
            "model-versions/create",
            Map.of("name", model(), "source", source.replace("RUN", run())));

    assertThat(version.statusCode()).as(name + ": " + version.asString()).isBetween(400, 404);
  }

  /** CVE-2023-6975 and its kind: ids that become paths are no paths. */
  @ParameterizedTest
  @CsvSource({
    "CVE-2023-6975, ../x",
    "CVE-2025-11201, a/b",
    "CVE-2025-11201, ..",
    "CVE-2025-11201, a\\b"
  })
  void noRunIdLeadsOut(String name, String id) {
    Response created = post("runs/create", Map.of("experiment_id", "0", "run_id", id));

    assertThat(created.statusCode()).as(name + ": " + created.asString()).isEqualTo(400);
  }

  /** A link that somebody put into the store leads no request out of it, on any route. */
  @Test
  void noLinkLeadsOut() throws IOException {
    String run = run();
    Path outside = Files.createDirectories(Path.of("target/outside-" + run)).toAbsolutePath();
    Files.writeString(outside.resolve("secret"), "secret");
    Path root =
        Files.createDirectories(config.directory().resolve("files/0/" + run + "/artifacts"));
    Files.createSymbolicLink(root.resolve("link"), outside);
    Files.createSymbolicLink(root.resolve("file"), outside.resolve("secret"));
    String place = "0/" + run + "/artifacts/";
    String model = model();
    ok(post("model-versions/create", Map.of("name", model, "source", "runs:/" + run)));

    for (String path : List.of("link/secret", "file")) {
      String query = URLEncoder.encode(path, UTF_8);
      for (String request :
          List.of(
              "GET " + ARTIFACTS + "/" + place + path,
              "PUT " + ARTIFACTS + "/" + place + path,
              "DELETE " + ARTIFACTS + "/" + place + path,
              "GET /get-artifact?run_id=" + run + "&path=" + query,
              "GET /model-versions/get-artifact?version=1&name=" + model + "&path=" + query)) {
        refused("link", request, "");
      }
    }
    refused("link", "GET /api/2.0/mlflow/artifacts/list?run_id=" + run + "&path=link", "");
    assertThat(
            ok(given().queryParams("run_id", run).get("/api/2.0/mlflow/artifacts/list")).asString())
        .doesNotContain("link", "file\"");
    assertThat(outside.resolve("secret")).hasContent("secret");
  }
}
