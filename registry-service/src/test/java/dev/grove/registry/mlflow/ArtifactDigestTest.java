package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.unique;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.artifact.ArtifactConfig;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ArtifactDigestTest {
  private static final byte[] ABC = "abc".getBytes(US_ASCII);
  private static final String ABC_HEX =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  private static final String ABC_BASE64 = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=";

  @Inject ArtifactConfig config;

  private static Response put(String path, byte[] content) {
    return sending(content).put(ARTIFACTS + "/" + path);
  }

  private static RequestSpecification sending(byte[] content) {
    return given().contentType("application/octet-stream").body(content);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Grove-SHA256 | BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
        "Content-Digest | sha-256=:" + ABC_BASE64 + ":",
        "Repr-Digest    | sha-256=:" + ABC_BASE64 + ":",
        "Content-Digest | md5=:AAAA:, sha-256=:" + ABC_BASE64 + ":",
        "Content-Digest | sha-512=:3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/"
            + "uu9RU1EI2Q86A4qmslPpUyknw==:",
        "Content-MD5    | kAFQmDzST7DWlj99KOF/cg=="
      })
  void whatWasAnnouncedIsCompared(String header, String value) {
    String path = unique("announced");

    ok(sending(ABC).header(header, value).put(ARTIFACTS + "/" + path));
    invalid(
        sending("abd".getBytes(US_ASCII)).header(header, value).put(ARTIFACTS + "/" + path),
        "not what its header '" + header);

    assertThat(ok(given().get(ARTIFACTS + "/" + path)).asByteArray()).isEqualTo(ABC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "X-Grove-SHA256 | abc",
        "Content-Digest | sha-256=abc",
        "Content-Digest | sha-256=:YWJj:",
        "Content-MD5    | ###"
      })
  void whatIsNoDigestIsRefused(String header, String value) {
    String path = unique("refused");

    invalid(sending(ABC).header(header, value).put(ARTIFACTS + "/" + path), header);
    given().get(ARTIFACTS + "/" + path).then().statusCode(404);
  }

  @Test
  void downloadsTellTheirDigest() {
    String path = unique("digest");
    Response up = ok(put(path, ABC));
    assertThat(up.header("ETag")).isEqualTo('"' + ABC_HEX + '"');

    for (Response down :
        Set.of(ok(given().get(ARTIFACTS + "/" + path)), ok(given().head(ARTIFACTS + "/" + path)))) {
      assertThat(down.header("ETag")).isEqualTo(up.header("ETag"));
      assertThat(down.header("Repr-Digest")).isEqualTo("sha-256=:" + ABC_BASE64 + ":");
      assertThat(down.header("Content-Length")).isEqualTo("3");
      assertThat(down.header("Accept-Ranges")).isEqualTo("bytes");
    }
    for (String tags : Set.of("*", up.header("ETag"), "\"x\", W/" + up.header("ETag"))) {
      Response same = given().header("If-None-Match", tags).get(ARTIFACTS + "/" + path);
      assertThat(same.statusCode()).isEqualTo(304);
      assertThat(same.asByteArray()).isEmpty();
      assertThat(same.header("ETag")).isEqualTo(up.header("ETag"));
    }
    ok(given().header("If-None-Match", "\"x\"").get(ARTIFACTS + "/" + path));
  }

  @Test
  void aRangeFollowsOnlyTheSameFile() {
    String path = unique("if-range");
    String etag = ok(put(path, ABC)).header("ETag");

    given()
        .header("Range", "bytes=1-")
        .header("If-Range", etag)
        .get(ARTIFACTS + "/" + path)
        .then()
        .statusCode(206);
    given()
        .header("Range", "bytes=1-")
        .header("If-Range", "\"another\"")
        .get(ARTIFACTS + "/" + path)
        .then()
        .statusCode(200)
        .header("Content-Length", "3");
  }

  private static Response scrub(String path) {
    return ok(given().queryParam("path", path).post("/artifacts/scrub"));
  }

  @Test
  void theScrubFindsWhatIsWrong() throws IOException {
    String root = unique("scrub");
    Path files = config.directory().resolve("files").resolve(root);
    for (String name : Set.of("good", "corrupt", "changed", "missing", "adopted", "restored")) {
      ok(put(root + "/" + name, ABC));
    }
    FileTime time = Files.getLastModifiedTime(files.resolve("corrupt"));
    Files.write(files.resolve("corrupt"), "abd".getBytes(US_ASCII));
    Files.setLastModifiedTime(files.resolve("corrupt"), time);
    Files.write(files.resolve("changed"), "something else".getBytes(US_ASCII));
    Files.delete(files.resolve("missing"));
    Files.write(files.resolve("new"), ABC);
    Files.setLastModifiedTime(files.resolve("restored"), FileTime.fromMillis(1_000));
    given().get(ARTIFACTS + "/" + root + "/changed").then().header("ETag", nullValue());

    Response report = scrub(root);

    assertThat(report.<Integer>path("files")).isEqualTo(6);
    assertThat(report.<Integer>path("adopted")).isEqualTo(2);
    assertThat(report.<Integer>path("bytes")).isEqualTo(5 * 3 + 14);
    report
        .then()
        .body("findings", hasSize(3))
        .body("findings.find { it.fault == 'corrupt' }.path", equalTo(root + "/corrupt"))
        .body("findings.find { it.fault == 'changed' }.path", equalTo(root + "/changed"))
        .body("findings.find { it.fault == 'missing' }.path", equalTo(root + "/missing"))
        .body("nextPageToken", nullValue());
    given()
        .get(ARTIFACTS + "/" + root + "/restored")
        .then()
        .header("ETag", equalTo('"' + ABC_HEX + '"'));

    // Uploading again mends, and deleting leaves nothing to find.
    for (String name : Set.of("corrupt", "changed", "missing")) {
      ok(put(root + "/" + name, ABC));
    }
    scrub(root).then().body("findings", hasSize(0)).body("adopted", equalTo(0));
    ok(given().delete(ARTIFACTS + "/" + root));
    scrub(root).then().body("findings", hasSize(0)).body("files", equalTo(0));
  }

  @Test
  void theScrubGoesPageByPage() throws IOException {
    String root = unique("pages");
    for (int i = 0; i < 5; i++) {
      ok(put(root + "/" + i, new byte[4_000_000]));
    }
    Files.delete(config.directory().resolve("files").resolve(root).resolve("3"));
    Set<String> tokens = new HashSet<>();
    int files = 0;
    int findings = 0;
    for (String token = ""; token != null; ) {
      Response page =
          ok(
              given()
                  .queryParam("path", root)
                  .queryParam("seconds", 1)
                  .queryParam("pageToken", token)
                  .post("/artifacts/scrub"));
      files += page.<Integer>path("files");
      findings += page.jsonPath().getList("findings").size();
      token = page.path("nextPageToken");
      assertThat(tokens.add(String.valueOf(token))).isTrue();
    }
    assertThat(files).isEqualTo(4);
    assertThat(findings).isEqualTo(1);
    problem(given().queryParam("pageToken", "x").post("/artifacts/scrub"), "token");
    problem(given().queryParam("seconds", 61).post("/artifacts/scrub"), "seconds");
    problem(given().queryParam("path", "../x").post("/artifacts/scrub"), "Invalid path");
  }

  private static void problem(Response response, String fragment) {
    response
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("detail", containsString(fragment));
  }
}
