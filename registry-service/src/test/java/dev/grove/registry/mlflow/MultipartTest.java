package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.unique;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class MultipartTest {
  private static final String MPU = "/api/2.0/mlflow-artifacts/mpu/";

  private static Response call(String step, String directory, Map<String, ?> message) {
    return given()
        .contentType(ContentType.JSON)
        .body(message)
        .urlEncodingEnabled(false)
        .post(MPU + step + "/" + directory);
  }

  private static Map<String, ?> part(int number, String etag, String url) {
    return Map.of("part_number", number, "etag", etag, "url", url);
  }

  @Test
  void aFileGoesUpInParts() {
    String directory = unique("parts");
    byte[] content = new byte[300_000];
    new Random(3).nextBytes(content);
    Response created =
        ok(call("create", directory + "/model", Map.of("path", "/home/me/m.bin", "num_parts", 3)));
    String id = created.path("upload_id");
    List<String> urls = created.path("credentials.url");
    assertThat(created.<List<Integer>>path("credentials.part_number")).containsExactly(1, 2, 3);
    List<Map<String, ?>> parts =
        java.util.stream.IntStream.range(0, 3)
            .mapToObj(
                i -> {
                  Response sent =
                      ok(
                          given()
                              .body(Arrays.copyOfRange(content, i * 100_000, (i + 1) * 100_000))
                              .put(URI.create(urls.get(i))));
                  return part(i + 1, sent.header("ETag"), urls.get(i));
                })
            .<Map<String, ?>>map(part -> part)
            .toList();
    given().get(ARTIFACTS + "/" + directory + "/model/m.bin").then().statusCode(404);

    ok(
        call(
            "complete",
            directory + "/model",
            Map.of("path", "/home/me/m.bin", "upload_id", id, "parts", parts)));

    Response file = ok(given().get(ARTIFACTS + "/" + directory + "/model/m.bin"));
    assertThat(file.asByteArray()).isEqualTo(content);
    assertThat(file.header("ETag")).matches("\"[0-9a-f]{64}\"");
    refused(
        call("abort", directory + "/model", Map.of("path", "m.bin", "upload_id", id)),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "upload_id");
  }

  @Test
  void anAbortedUploadIsGone() {
    String directory = unique("abort");
    Response created = ok(call("create", directory, Map.of("path", "f", "num_parts", 1)));
    String id = created.path("upload_id");
    String url = created.path("credentials[0].url");
    refused(
        call("abort", directory, Map.of("path", "other", "upload_id", id)),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "upload_id");
    ok(call("abort", directory, Map.of("path", "f", "upload_id", id)));

    refused(given().body("x").put(URI.create(url)), ErrorCode.RESOURCE_DOES_NOT_EXIST, "upload_id");
    given().get(ARTIFACTS + "/" + directory + "/f").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "10001", "-1"})
  void partsAreCounted(int parts) {
    invalid(call("create", "d", Map.of("path", "f", "num_parts", parts)), "num_parts");
  }

  @Test
  void badRequestsNameTheField() {
    invalid(call("create", "d", Map.of("num_parts", 1)), "'path'");
    invalid(call("create", "d", Map.of("path", "a/", "num_parts", 1)), "'path'");
    invalid(call("complete", "d", Map.of("path", "f", "upload_id", "x")), "'parts'");
    invalid(
        call("complete", "d", Map.of("path", "f", "parts", List.of(part(1, "x", "u")))),
        "'upload_id'");
    invalid(call("abort", "d", Map.of("path", "f")), "'upload_id'");
    for (String step : List.of("create", "complete", "abort")) {
      for (String path : List.of("%2e%2e/x", "a%5c..%5cb", "%2fetc")) {
        invalid(
            call(
                step,
                path,
                Map.of("path", "f", "upload_id", "x", "parts", List.of(part(1, "x", "u")))),
            "Invalid path");
      }
      invalid(
          call(
              step,
              "d",
              Map.of("path", "a/..", "upload_id", "x", "parts", List.of(part(1, "x", "u")))),
          "Invalid path");
    }
    String part = MPU + "part/0123456789abcdef0123456789abcdef/";
    refused(given().body("x").put(part + "1"), ErrorCode.RESOURCE_DOES_NOT_EXIST, "upload_id");
    invalid(given().body("x").put(part + "x"), "part_number");
  }

  @Test
  void aDirectoryHasNoAddressesOfItsOwn() {
    given()
        .get("/api/2.0/mlflow-artifacts/presigned/a/b")
        .then()
        .statusCode(501)
        .body("error_code", equalTo("NOT_IMPLEMENTED"));
  }
}
