package dev.grove.inference.scoring;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.inference.Bundles;
import dev.grove.inference.DataResource;
import dev.grove.inference.RegistryFixture;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Datasets of the real data-service, scored by models of the real registry. */
@QuarkusTest
@QuarkusTestResource(value = DataResource.class, restrictToAnnotatedClass = true)
class ScoreDatasetTest {
  private static final int ROWS = 300;

  RegistryFixture registry;
  private URI data;

  @BeforeEach
  void needsTheServices() {
    assumeTrue(
        RegistryFixture.isBuilt() && RegistryFixture.isDataBuilt(),
        "registry-service or data-service is not built");
    data = ConfigProvider.getConfig().getValue("grove.data.url", URI.class);
  }

  private static void await(BooleanSupplier what) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!what.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private void serve(String model) throws Exception {
    registry.promote(model, registry.publish(model, Bundles.products(1)));
    await(() -> given().get("/models/{m}", model).statusCode() == 200);
    await(() -> "serving".equals(given().get("/models/{m}", model).path("state")));
  }

  private void upload(String dataset, String csv, String query) {
    given()
        .contentType("text/csv")
        .body(csv)
        .post(data + "/datasets/" + dataset + "/versions" + query)
        .then()
        .statusCode(201);
  }

  private static String products(int rows) {
    StringBuilder csv =
        new StringBuilder("product_id,title,brand,price,reviews,in_stock,listed,category\n");
    for (int i = 0; i < rows; i++) {
      csv.append("p").append(i);
      csv.append(i % 7 == 0 ? ",\"Red, \"\"hot\"\" hose\"" : ",Garden hose " + i);
      csv.append(i % 5 == 0 ? "," : ",Acme");
      csv.append(",").append(i / 10.0).append(",").append(i % 200);
      csv.append(i % 2 == 0 ? ",true" : ",false").append(",2026-01-").append(10 + i % 20);
      csv.append(i % 3 == 0 ? ",Garden" : ",Books").append('\n');
    }
    return csv.toString();
  }

  private static Response submit(String model, String request) {
    return given()
        .contentType("application/json")
        .body(request)
        .post("/models/" + model + "/score-dataset");
  }

  private static JsonPath ended(Response accepted) throws InterruptedException {
    String id = accepted.then().statusCode(202).extract().path("id");
    await(
        () ->
            List.of("succeeded", "failed", "cancelled")
                .contains(given().get("/score-jobs/{id}", id).<String>path("state")));
    return given().get("/score-jobs/{id}", id).jsonPath();
  }

  private static Map<String, Map<String, String>> result(String id, String key) throws Exception {
    byte[] bytes =
        given()
            .get("/score-jobs/{id}/result", id)
            .then()
            .statusCode(200)
            .header("Content-Type", equalTo("application/gzip"))
            .header("Content-Disposition", containsString(id + ".csv.gz"))
            .extract()
            .asByteArray();
    Map<String, Map<String, String>> rows = new HashMap<>();
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      dev.grove.inference.scoring.Table table = new Table(in);
      String[] fields;
      while ((fields = table.next()) != null) {
        Map<String, String> row = new HashMap<>();
        for (String name : List.of("label", "confidence", "probability_Garden", "error", "title")) {
          row.put(name, table.place(name) < 0 ? null : fields[table.place(name)]);
        }
        rows.put(fields[table.place(key)], row);
      }
    }
    return rows;
  }

  @Test
  void aWholeVersionIsScoredAsSingleRowsAre() throws Exception {
    serve("whole");
    upload("whole", products(ROWS), "?key=product_id&target=category");
    Response accepted = submit("whole", "{\"dataset\":\"whole\",\"keep\":[\"title\"]}");
    accepted.then().header("Location", containsString("/score-jobs/"));
    JsonPath job = ended(accepted);
    assertThat(job.getString("error")).isNull();
    assertThat(job.getString("state")).isEqualTo("succeeded");
    assertThat(job.getString("model")).isEqualTo("whole");
    assertThat(job.getString("request.version")).hasSize(64);
    assertThat(job.getLong("rowsDone")).isEqualTo(ROWS);
    assertThat(job.getLong("rowsFaulty")).isZero();

    Map<String, Map<String, String>> rows = result(job.getString("id"), "product_id");
    assertThat(rows).hasSize(ROWS);
    for (int i : new int[] {0, 7, 13, 150, 299}) {
      Map<String, Object> row = new HashMap<>();
      row.put("title", i % 7 == 0 ? "Red, \"hot\" hose" : "Garden hose " + i);
      row.put("brand", i % 5 == 0 ? null : "Acme");
      row.put("price", i / 10.0);
      row.put("reviews", i % 200);
      row.put("in_stock", i % 2 == 0);
      row.put("listed", "2026-01-" + (10 + i % 20));
      JsonPath single =
          given()
              .contentType("application/json")
              .body(row)
              .post("/models/whole/predict")
              .jsonPath();
      Map<String, String> scored = rows.get("p" + i);
      assertThat(scored.get("title")).isEqualTo(row.get("title"));
      assertThat(scored.get("label")).isEqualTo(single.getString("label"));
      assertThat(Double.parseDouble(scored.get("probability_Garden")))
          .isEqualTo(single.getDouble("probabilities.Garden"), within(1e-7));
      assertThat(scored.get("error")).isNull();
    }
    given()
        .get("/score-jobs")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(job.getString("id")));
    given().delete("/score-jobs/{id}", job.getString("id")).then().statusCode(204);
    given().get("/score-jobs/{id}", job.getString("id")).then().statusCode(404);
    given().get("/score-jobs/{id}/result", job.getString("id")).then().statusCode(404);
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void theResultBecomesADatasetAndRowsThatDoNotFitSaySo() throws Exception {
    serve("odd");
    // A column that is a number for the model is a text here.
    String csv = products(60).replace(",Acme,1.2,", ",Acme,cheap,");
    upload("odd", csv, "?key=product_id&target=category");
    JsonPath job =
        ended(
            given()
                .contentType("application/json")
                .body("{\"dataset\":\"odd\",\"as\":\"odd-scored\"}")
                .post("/models/odd/versions/1/score-dataset"));
    assertThat(job.getString("error")).isNull();
    assertThat(job.getString("state")).isEqualTo("succeeded");
    assertThat(job.getLong("rowsFaulty")).isEqualTo(1);
    assertThat(job.getString("resultVersion")).hasSize(64);
    Map<String, Map<String, String>> rows = result(job.getString("id"), "product_id");
    assertThat(rows.get("p12").get("error")).contains("price").contains("cheap");
    assertThat(rows.get("p12").get("label")).isNull();
    assertThat(rows.get("p13").get("label")).isNotNull();
    given()
        .get(data + "/datasets/odd-scored/versions/latest")
        .then()
        .statusCode(200)
        .body("rows", equalTo(60))
        .body("key", equalTo("product_id"));
  }

  @Test
  void withoutAKeyRowsAreToldApartByTheirPlace() throws Exception {
    serve("keyless");
    upload("keyless", products(60), "?target=category");
    JsonPath job = ended(submit("keyless@champion", "{\"dataset\":\"keyless\",\"part\":\"test\"}"));
    assertThat(job.getString("state")).isEqualTo("succeeded");
    assertThat(job.getInt("rowsDone")).isBetween(1, 59);
    Map<String, Map<String, String>> rows = result(job.getString("id"), "row");
    assertThat(rows).hasSize(job.getInt("rowsDone")).containsKey("0");
  }

  @Test
  void whatCannotBeScoredIsRefusedAtTheDoor() throws Exception {
    serve("doors");
    upload("lacking", "id,title\na,b\nc,d\n", "?key=id");
    submit("doors", "{\"dataset\":\"lacking\"}")
        .then()
        .statusCode(400)
        .body("field", equalTo("dataset"))
        .body("detail", containsString("brand"));
    submit("doors", "{\"dataset\":\"no-such-dataset\"}")
        .then()
        .statusCode(400)
        .body("field", equalTo("dataset"));
    submit("nobody", "{\"dataset\":\"lacking\"}").then().statusCode(404);
    submit("doors@nobody", "{\"dataset\":\"lacking\"}").then().statusCode(404);
    for (Map.Entry<String, String> wrong :
        Map.of(
                "{}", "dataset",
                "{\"dataset\":7}", "dataset",
                "{\"dataset\":\"../x\"}", "dataset",
                "{\"dataset\":\"a\",\"part\":\"all\"}", "part",
                "{\"dataset\":\"a\",\"keep\":[1]}", "keep[0]",
                "{\"dataset\":\"a\",\"x\":1}", "x")
            .entrySet()) {
      submit("doors", wrong.getKey())
          .then()
          .statusCode(400)
          .body("field", equalTo(wrong.getValue()));
    }
    submit("doors", "nonsense").then().statusCode(400);
    submit("doors", "\"" + "x".repeat(300_000) + "\"").then().statusCode(413);
    given().get("/score-jobs/{id}", "../../etc/passwd").then().statusCode(404);
    given().get("/score-jobs?limit=0").then().statusCode(400).body("field", equalTo("limit"));
    given().get("/score-jobs?pageToken=x").then().statusCode(400);
  }

  @Test
  void aJobIsCancelled() throws Exception {
    serve("cancelled");
    upload("cancelled", products(60_000), "?key=product_id&target=category");
    String id =
        submit("cancelled", "{\"dataset\":\"cancelled\"}")
            .then()
            .statusCode(202)
            .body("rows", equalTo(60_000))
            .body("createdAt", startsWith("20"))
            .extract()
            .path("id");
    await(() -> given().get("/score-jobs/{id}", id).<Integer>path("rowsDone") > 0);
    given().get("/score-jobs/{id}/result", id).then().statusCode(409);
    given().delete("/score-jobs/{id}", id).then().statusCode(204);
    await(() -> "cancelled".equals(given().get("/score-jobs/{id}", id).path("state")));
    given()
        .get("/score-jobs/{id}", id)
        .then()
        .body("rowsDone", greaterThan(0))
        .body("finishedAt", notNullValue());
    given().get("/score-jobs/{id}/result", id).then().statusCode(404);
  }
}
