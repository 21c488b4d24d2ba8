package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.run;
import static dev.grove.registry.mlflow.Api.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.artifact.S3Server;
import dev.grove.registry.artifact.S3TestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy in front of a bucket. */
@QuarkusTest
@TestProfile(S3ProxyTest.Profile.class)
@QuarkusTestResource(value = PostgresTestResource.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = S3TestResource.class, restrictToAnnotatedClass = true)
class S3ProxyTest {
  private static final int THREADS = 4;

  /** More than threads, and as many as S3Mock, which takes a thread for each, can stand. */
  private static final int STALLED = 7;

  /** Few worker threads, so that clients outnumber them. */
  public static final class Profile implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.thread-pool.max-threads", Integer.toString(THREADS));
    }
  }

  @BeforeEach
  void needsAServer() {
    assumeTrue(S3Server.isThere(), "There is no S3 server to test with");
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(5).nextBytes(bytes);
    return bytes;
  }

  @Test
  void filesGoUpAndDown() {
    String run = run();
    String root = "0/" + run + "/artifacts/";
    byte[] large = bytes(12_000_000);
    String etag =
        ok(given().body(large).put(ARTIFACTS + "/" + root + "model/large")).header("ETag");
    ok(given().body(new byte[0]).put(ARTIFACTS + "/" + root + "empty"));

    Response down = ok(given().get(ARTIFACTS + "/" + root + "model/large"));
    assertThat(down.asByteArray()).isEqualTo(large);
    assertThat(down.header("ETag")).isEqualTo(etag);
    assertThat(down.header("Content-Length")).isEqualTo("12000000");
    assertThat(down.header("Transfer-Encoding")).isNull();
    assertThat(ok(given().get(ARTIFACTS + "/" + root + "empty")).asByteArray()).isEmpty();
    assertThat(ok(given().head(ARTIFACTS + "/" + root + "model/large")).header("Content-Length"))
        .isEqualTo("12000000");
    Response part =
        given()
            .header("Range", "bytes=5000000-5000999")
            .get(ARTIFACTS + "/" + root + "model/large");
    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(part.asByteArray()).isEqualTo(Arrays.copyOfRange(large, 5_000_000, 5_001_000));
    get("artifacts/list", Map.of("run_id", run))
        .then()
        .body("files.path", equalTo(List.of("empty", "model")));
    ok(given().queryParam("path", "0/" + run).post("/artifacts/scrub"))
        .then()
        .body("files", equalTo(2))
        .body("findings", equalTo(List.of()));
    ok(given().delete(ARTIFACTS + "/" + root + "model"));
    given().get(ARTIFACTS + "/" + root + "model/large").then().statusCode(404);
  }

  @Test
  void partsGoToTheBucketItself() throws Exception {
    String directory = unique("parts");
    byte[] content = bytes(6_000_000);
    Response created =
        ok(
            given()
                .contentType(ContentType.JSON)
                .body(Map.of("path", "/tmp/f", "num_parts", 1))
                .post("/api/2.0/mlflow-artifacts/mpu/create/" + directory));
    HttpClient client = HttpClient.newHttpClient();
    HttpResponse<String> sent =
        client.send(
            HttpRequest.newBuilder(URI.create(created.path("credentials[0].url")))
                .PUT(BodyPublishers.ofByteArray(content))
                .build(),
            BodyHandlers.ofString());
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    ok(
        given()
            .contentType(ContentType.JSON)
            .body(
                Map.of(
                    "path",
                    "/tmp/f",
                    "upload_id",
                    created.path("upload_id"),
                    "parts",
                    List.of(
                        Map.of(
                            "part_number",
                            1,
                            "etag",
                            sent.headers().firstValue("ETag").orElseThrow()))))
            .post("/api/2.0/mlflow-artifacts/mpu/complete/" + directory));

    assertThat(ok(given().get(ARTIFACTS + "/" + directory + "/f")).asByteArray())
        .isEqualTo(content);
    // Its bytes went past the registry, which learns their digest when it reads them.
    assertThat(given().head(ARTIFACTS + "/" + directory + "/f").header("ETag")).isNull();
    ok(given().queryParam("path", directory).post("/artifacts/scrub"))
        .then()
        .body("adopted", equalTo(1));
    assertThat(given().head(ARTIFACTS + "/" + directory + "/f").header("ETag")).isNotNull();

    Response address = ok(given().get("/api/2.0/mlflow-artifacts/presigned/" + directory + "/f"));
    assertThat(address.<Integer>path("file_size")).isEqualTo(6_000_000);
    assertThat(
            client
                .send(
                    HttpRequest.newBuilder(URI.create(address.path("url"))).build(),
                    BodyHandlers.ofByteArray())
                .body())
        .isEqualTo(content);
  }

  @Test
  void stalledDownloadsKeepNoThread() throws Exception {
    String large = unique("large");
    ok(given().body(bytes(20_000_000)).put(ARTIFACTS + "/" + large));
    try (StalledClients clients = new StalledClients()) {
      for (int i = 0; i < STALLED; i++) {
        clients.download(large);
      }
      for (int i = 0; i < 10; i++) {
        ok(post("runs/create", Map.of("experiment_id", "0")));
        String small = unique("small");
        ok(given().body(new byte[100]).put(ARTIFACTS + "/" + small));
        assertThat(ok(given().get(ARTIFACTS + "/" + small)).asByteArray()).hasSize(100);
      }
    }
  }

  @Test
  void pathsThatCouldLeaveAreRefused() {
    for (String path : List.of("%2e%2e%2fx", "a%5c..%5cb", "%252e%252e/x", "a%00b")) {
      given()
          .urlEncodingEnabled(false)
          .get(ARTIFACTS + "/" + path)
          .then()
          .statusCode(400)
          .body("error_code", equalTo("INVALID_PARAMETER_VALUE"));
    }
  }
}
