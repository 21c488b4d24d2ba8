package dev.grove.data;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every service of Grove has. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ServiceTest {
  @Test
  void isLiveAndReady() {
    given().get("/q/health/live").then().statusCode(200);
    given()
        .get("/q/health/ready")
        .then()
        .statusCode(200)
        .body("checks.name", hasItem("dataset store"));
    given().get("/q/health/started").then().statusCode(200);
  }

  @Test
  void tellsItsFiguresAndItsInterface() {
    Api.load(Api.freshName(), "a,b\n1,2\n").then().statusCode(201);
    given().get("/q/metrics").then().body(containsString("grove_ingest_rows_total"));
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .body("paths", hasKey("/datasets/{name}/versions"))
        .body("paths", hasKey("/samples/products"));
  }

  @Test
  void requestIdIsKeptOrMade() {
    given()
        .header("X-Request-Id", "abc-1.2_3")
        .get("/datasets")
        .then()
        .header("X-Request-Id", equalTo("abc-1.2_3"));
    for (String bad : List.of("a b", "x".repeat(129), "<script>")) {
      given()
          .header("X-Request-Id", bad)
          .get("/datasets/none")
          .then()
          .statusCode(404)
          .header("X-Request-Id", matchesPattern("[0-9a-f]{32}"));
    }
  }

  @Test
  void listsArePaged() {
    for (int i = 0; i < 5; i++) {
      Api.load(Api.freshName(), "a,b\n" + i + ",2\n").then().statusCode(201);
    }
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      var request = given().queryParam("limit", 2);
      JsonPath page =
          (token == null ? request : request.queryParam("pageToken", token))
              .get("/datasets")
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      seen.addAll(page.getList("items.name", String.class));
      token = page.getString("nextPageToken");
    } while (token != null);
    assertThat(seen).hasSizeGreaterThanOrEqualTo(5).doesNotHaveDuplicates();
  }

  @Test
  void samplesAreDeterministic() {
    String one = given().get("/samples/products?rows=300&seed=5").asString();
    assertThat(one).startsWith("product_id,title,seller_id,brand,subcategory,price,rating");
    assertThat(one.lines()).hasSize(301);
    assertThat(given().get("/samples/products?rows=300&seed=5").asString()).isEqualTo(one);
    assertThat(given().get("/samples/products?rows=300").asString()).isNotEqualTo(one);
    given()
        .get("/samples/products")
        .then()
        .contentType(startsWith("text/csv"))
        .header("Content-Encoding", "gzip");
  }
}
