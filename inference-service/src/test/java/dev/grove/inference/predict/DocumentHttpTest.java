package dev.grove.inference.predict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The OpenAPI document shows what the models that serve take and answer. */
@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class DocumentHttpTest {
  private static final String JSON = "application/json";

  private static JsonNode document() {
    return Asked.tree(given().accept(JSON).get("/q/openapi").asByteArray());
  }

  private static JsonNode operation(JsonNode document, String path) {
    JsonNode post = document.get("paths").path(path).path("post");
    assertThat(post.isObject()).as(path).isTrue();
    return post;
  }

  @Test
  void everyExampleIsTakenAndAnsweredAsShown() {
    JsonNode document = document();
    int posted = 0;
    List<String> paths = new ArrayList<>();
    document.get("paths").fieldNames().forEachRemaining(paths::add);
    for (String path : paths) {
      if (!path.matches(".*/(predict|predict/batch|encode)") || path.startsWith("/v2")) {
        continue;
      }
      JsonNode post = operation(document, path);
      JsonNode examples = post.at("/requestBody/content/application~1json/examples");
      List<String> models = new ArrayList<>();
      examples.fieldNames().forEachRemaining(models::add);
      for (String model : models) {
        byte[] answer =
            given()
                .contentType(JSON)
                .body(examples.get(model).get("value").toString())
                .post(
                    path.replace("{name}", "{n}").replace("{version}", "{v}"),
                    path.contains("{version}")
                        ? new Object[] {model, "1"}
                        : path.contains("{name}") ? new Object[] {model} : new Object[0])
                .then()
                .statusCode(200)
                .extract()
                .asByteArray();
        JsonNode shown = post.at("/responses/200/content/application~1json/examples");
        if (shown.has(model)) {
          assertThat(Asked.tree(answer)).isEqualTo(shown.get(model).get("value"));
        }
        posted++;
      }
    }
    assertThat(posted).isEqualTo(3 + 3 * 3 * 2);
  }

  @Test
  void rowsHaveTheColumnsOfTheModel() {
    JsonNode schema =
        operation(document(), "/predict")
            .at("/requestBody/content/application~1json/schema/properties");
    assertThat(schema.at("/price/type").toString()).contains("number", "null");
    assertThat(schema.at("/listed/format").asText()).isEqualTo("date");
    assertThat(schema).hasSize(6);
  }

  @Test
  void optionsAndRefusalsAreDescribed() {
    JsonNode batch = operation(document(), "/models/{name}/versions/{version}/predict/batch");
    assertThat(batch.get("parameters").findValuesAsText("name"))
        .contains("name", "version", "topK", "rawScores", "onError");
    assertThat(batch.get("responses").fieldNames())
        .toIterable()
        .contains("200", "400", "404", "413", "415", "503");
    assertThat(batch.at("/requestBody/content").fieldNames())
        .toIterable()
        .contains(JSON, "application/x-ndjson");
  }
}
