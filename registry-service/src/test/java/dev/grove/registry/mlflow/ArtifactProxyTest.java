package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.mlflow.Api.unique;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.artifact.ArtifactConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ArtifactProxyTest {
  @Inject ArtifactConfig config;

  private static Response put(String path, byte[] content) {
    return given()
        .contentType("application/octet-stream")
        .body(content)
        .put(ARTIFACTS + "/{path}", path);
  }

  private static Response fetch(String path) {
    return given().get(ARTIFACTS + "/{path}", path);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  @Test
  void filesGoUpAndDown() {
    String run = run();
    String root = "0/" + run + "/artifacts/";
    byte[] large = bytes(5_000_000);
    String etag = ok(put(root + "model/model.lgb", large)).header("ETag");
    ok(put(root + "model/a b ü%.txt", "hello".getBytes(US_ASCII)));
    ok(put(root + "empty", new byte[0]));

    assertThat(etag).matches("\"[0-9a-f]{64}\"");
    Response down = ok(fetch(root + "model/model.lgb"));
    assertThat(down.asByteArray()).isEqualTo(large);
    assertThat(down.header("Content-Length")).isEqualTo("5000000");
    assertThat(down.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(ok(fetch(root + "model/a b ü%.txt")).asString()).isEqualTo("hello");
    assertThat(ok(fetch(root + "empty")).asByteArray()).isEmpty();

    given()
        .queryParam("path", "0/" + run + "/artifacts")
        .get(ARTIFACTS)
        .then()
        .statusCode(200)
        .body("files.path", equalTo(List.of("empty", "model")))
        .body("files.is_dir", equalTo(List.of(false, true)))
        .body("files[0].file_size", equalTo(0))
        .body("files[1].file_size", nullValue());
    get("artifacts/list", Map.of("run_id", run))
        .then()
        .statusCode(200)
        .body("root_uri", equalTo("mlflow-artifacts:/0/" + run + "/artifacts"))
        .body("files.path", equalTo(List.of("empty", "model")));
    get("artifacts/list", Map.of("run_uuid", run, "path", "model"))
        .then()
        .body("files.path", equalTo(List.of("model/a b ü%.txt", "model/model.lgb")))
        .body("files[1].file_size", equalTo(5_000_000));

    ok(given().delete(ARTIFACTS + "/" + root + "model/"));
    refused(fetch(root + "model/model.lgb"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "No artifact");
    refused(
        given().delete(ARTIFACTS + "/{path}", root + "model"),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "No artifact");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-4, 0, 5",
    "bytes=95-, 95, 5",
    "bytes=-7, 93, 7",
    "bytes=90-400, 90, 10",
    "bytes=-400, 0, 100"
  })
  void aDownloadCanGoOn(String range, int from, int count) {
    String path = unique("range");
    ok(put(path, bytes(100)));

    Response part = given().header("Range", range).get(ARTIFACTS + "/{path}", path);
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.header("Content-Range"))
        .isEqualTo("bytes " + from + "-" + (from + count - 1) + "/100");
    assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(bytes(100), from, from + count));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=9-3", "bytes=a-b", "bytes=-", "x", "bytes=0-1,3-4"})
  void whatIsNoRangeGetsAll(String range) {
    String path = unique("all");
    ok(put(path, bytes(100)));

    assertThat(ok(given().header("Range", range).get(ARTIFACTS + "/{path}", path)).asByteArray())
        .isEqualTo(bytes(100));
  }

  @Test
  void rangesBehindTheEndAreRefused() {
    String path = unique("behind");
    ok(put(path, bytes(100)));

    given()
        .header("Range", "bytes=100-")
        .get(ARTIFACTS + "/{path}", path)
        .then()
        .statusCode(416)
        .header("Content-Range", "bytes */100")
        .body("message", containsString("100 bytes"));
  }

  @Test
  void headTellsTheSize() {
    String path = unique("head");
    ok(put(path, bytes(1234)));

    assertThat(ok(given().head(ARTIFACTS + "/{path}", path)).header("Content-Length"))
        .isEqualTo("1234");
  }

  @Test
  void bothPrefixesServeTheSame() {
    String path = unique("prefix");
    ok(put(path, bytes(10)));
    String ajax = ARTIFACTS.replace("/api/", "/ajax-api/");

    assertThat(ok(given().get(ajax + "/" + path)).asByteArray()).isEqualTo(bytes(10));
    assertThat(ok(given().get(ajax + "?path=" + path)).asString()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "a/../b",
        "a/..",
        "..",
        ".",
        "a/./b",
        "..%2fx",
        "%2e%2e/x",
        "%2e%2e%2f%2e%2e%2fx",
        "%252e%252e/x",
        "a%5c..%5cb",
        "/etc/passwd",
        "%2fetc%2fpasswd",
        "a//b",
        "C:/x",
        "C%3a%5cx",
        "a%00b",
        "a%23b",
        "file:%2f%2f/etc",
        "a%0ab",
        "%c0%ae%c0%ae/x"
      })
  void pathsThatCouldLeaveAreRefused(String path) throws IOException {
    for (String method : List.of("PUT", "GET", "DELETE")) {
      for (String prefix : List.of(ARTIFACTS, ARTIFACTS.replace("/api/", "/ajax-api/"))) {
        String answer = raw(method + " " + prefix + "/" + path, "Content-Length: 1", "x");
        assertThat(answer)
            .startsWith("HTTP/1.1 400 ")
            .contains("\"error_code\":\"INVALID_PARAMETER_VALUE\"");
      }
    }
    try (Stream<Path> files = Files.walk(config.directory())) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .doesNotContain("x", "b", "passwd");
    }
  }

  /** The answer, up to its JSON's end, to a request as no well-behaved client would send it. */
  private static String raw(String line, String header, String body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(10_000);
      String request =
          line
              + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + header
              + "\r\n\r\n"
              + body;
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      StringBuilder answer = new StringBuilder();
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0 && next != '}'; next = in.read()) {
        answer.append((char) next);
      }
      return answer.toString();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"%zz", "..\\x", "a\\b"})
  void whatIsNoUriIsRefused(String path) throws IOException {
    assertThat(raw("GET " + ARTIFACTS + "/" + path, "Content-Length: 0", ""))
        .startsWith("HTTP/1.1 400 ");
  }

  @Test
  void listingsAreGuardedToo() {
    String run = run();
    for (String path : List.of("..", "../..", "/etc", "a\\..", "%2e%2e", "a//b", "\0")) {
      invalid(get("artifacts/list", Map.of("run_id", run, "path", path)), "Invalid");
      invalid(given().queryParam("path", path).get(ARTIFACTS), "Invalid");
    }
    refused(
        get("artifacts/list", Map.of("run_id", "none")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "not found");
    invalid(get("artifacts/list", Map.of()), "'run_id'");
  }

  @Test
  void artifactsElsewhereAreNotListed() {
    String experiment =
        ok(Api.post(
                "experiments/create",
                Map.of("name", unique("s3"), "artifact_location", "s3://bucket/x")))
            .path("experiment_id");

    invalid(
        get("artifacts/list", Map.of("run_id", run(experiment))), "lie outside of the registry");
  }

  @Test
  void uploadsAreBounded() throws IOException {
    String path = unique("bounded");
    String line = "PUT " + ARTIFACTS + "/" + path;
    long tooMuch = config.maxUpload().asLongValue() + 1;

    assertThat(raw(line, "Content-Length: " + tooMuch, "x"))
        .startsWith("HTTP/1.1 400 ")
        .contains("An artifact may have at most");
    refused(fetch(path), ErrorCode.RESOURCE_DOES_NOT_EXIST, "No artifact");
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    String path = unique("broken");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      String head =
          "PUT "
              + ARTIFACTS
              + "/"
              + path
              + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n";
      socket.getOutputStream().write(head.getBytes(US_ASCII));
      socket.getOutputStream().write(bytes(300_000));
      socket.getOutputStream().flush();
      awaitStaged(1);
    }
    awaitStaged(0);
    refused(fetch(path), ErrorCode.RESOURCE_DOES_NOT_EXIST, "No artifact");
  }

  private void awaitStaged(int count) throws Exception {
    for (int i = 0; i < 200; i++) {
      try (Stream<Path> files = Files.list(config.directory().resolve("staging"))) {
        // Other tests begin uploads in parts and leave them.
        if (files.filter(file -> !file.getFileName().toString().startsWith("parts-")).count()
            == count) {
          return;
        }
      }
      Thread.sleep(50);
    }
    throw new AssertionError("there never were " + count + " uploads under way");
  }
}
