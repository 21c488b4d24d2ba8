package dev.grove.data;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** The service as a client sees it. */
public final class Api {
  private Api() {}

  /** A dataset name that no other test uses. */
  public static String freshName() {
    return "t-" + UUID.randomUUID();
  }

  /** Loads a table; options as alternating names and values. */
  public static Response load(String dataset, String csv, String... options) {
    return load(dataset, csv.getBytes(StandardCharsets.UTF_8), options);
  }

  public static Response load(String dataset, byte[] csv, String... options) {
    RequestSpecification request = given().contentType("text/csv").body(csv);
    for (int i = 0; i < options.length; i += 2) {
      request.queryParam(options[i], options[i + 1]);
    }
    return request.post("/datasets/{name}/versions", dataset);
  }

  /** The latest version's part as CSV text. */
  public static String part(String dataset, String part) {
    return given()
        .get("/datasets/{name}/versions/latest/splits/default/{part}", dataset, part)
        .then()
        .statusCode(200)
        .extract()
        .asString();
  }
}
