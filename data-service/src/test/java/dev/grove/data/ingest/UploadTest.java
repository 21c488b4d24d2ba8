package dev.grove.data.ingest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.grove.data.Api;
import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class UploadTest {
  @Test
  void loadsATableAndShowsIt() {
    String name = Api.freshName();
    StringBuilder csv = new StringBuilder("id,title,price,kind\r\n");
    for (int i = 0; i < 40; i++) {
      csv.append(i).append(",32\" tv ").append(i).append(',').append(i).append(".5,");
      csv.append(i % 2 == 0 ? "even" : "odd").append("\r\n");
    }
    Api.load(name, csv.toString(), "key", "id", "target", "kind")
        .then()
        .statusCode(201)
        .body("rows", equalTo(40), "rejected", equalTo(0), "task", equalTo("binary"))
        .body("target", equalTo("kind"), "key", equalTo("id"));
    given()
        .get("/datasets/{name}/versions/latest/schema", name)
        .then()
        .statusCode(200)
        .body("columns.name", contains("id", "title", "price", "kind"))
        .body("columns.type", contains("integer", "string", "double", "string"))
        .body("cleaning.trim", equalTo(true));
    given()
        .get("/datasets/{name}/versions/latest/splits/default", name)
        .then()
        .statusCode(200)
        .body("parts.train.rows", equalTo(28), "parts.test.rows", equalTo(6));
    String train = Api.part(name, "train");
    assertThat(train).startsWith("id,title,price,kind\r\n").contains("\"32\"\" tv ");
    assertThat(train.lines()).hasSize(29);
    Api.load(name, csv.toString(), "key", "id", "target", "last").then().statusCode(200);
    Api.load(name, csv.toString(), "key", "id").then().statusCode(201).body("task", nullValue());
  }

  @Test
  void refusesWhatIsNoTable() {
    Api.load(Api.freshName(), "")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo("body"), "detail", containsString("empty"));
  }
}
