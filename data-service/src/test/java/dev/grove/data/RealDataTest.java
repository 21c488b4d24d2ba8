package dev.grove.data;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Tables of the real world, where they stand beside the project. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RealDataTest {
  private static byte[] shared(String path) throws IOException {
    Path file = Path.of(System.getProperty("grove.root", ".."), "../shared/data").resolve(path);
    assumeTrue(Files.isReadable(file), () -> "Skipped: there is no " + file);
    return Files.readAllBytes(file);
  }

  @Test
  void adultHasNoHeaderAndABlankLine() throws IOException {
    String name = Api.freshName();
    Api.load(name, shared("adult/adult.csv"), "header", "false", "target", "last")
        .then()
        .statusCode(201)
        .body("rows", equalTo(32_561), "rejected", equalTo(0), "target", equalTo("c15"))
        .body("task", equalTo("binary"));
    given()
        .get("/datasets/{name}/versions/latest/schema", name)
        .then()
        .body("columns", hasSize(15), "columns[0].type", equalTo("integer"))
        .body("columns[1].nullable", equalTo(true), "columns[3].type", equalTo("string"));
    given()
        .get("/datasets/{name}/versions/latest/profile", name)
        .then()
        .body("columns[1].nulls", equalTo(1_836), "columns[0].min", equalTo(17))
        .body("classes.label", hasItems("<=50K", ">50K"), "classes.count", hasItems(24_720, 7_841));
    given()
        .get("/datasets/{name}/versions/latest/splits/default", name)
        .then()
        .body("parts.train.rows", equalTo(22_793), "parts.validation.rows", equalTo(4_884))
        .body("parts.test.rows", equalTo(4_884));
  }

  @Test
  void offersHaveInchMarks() throws IOException {
    String name = Api.freshName();
    Api.load(
            name,
            shared("pricerunner/offers.csv"),
            "key",
            "Product ID",
            "target",
            "Category Label",
            "drop",
            "Cluster ID,Category ID")
        .then()
        .statusCode(201)
        .body("rows", equalTo(28_263), "rejected", equalTo(0), "duplicates", equalTo(0))
        .body("task", equalTo("multiclass"));
    given()
        .get("/datasets/{name}/versions/latest/profile", name)
        .then()
        .body("classes", hasSize(10), "columns", hasSize(5));
    String all = Api.part(name, "train") + Api.part(name, "validation") + Api.part(name, "test");
    assertThat(all.lines()).hasSize(28_263 + 3);
    assertThat(all).contains("\"Loewe Connect UHD 55\"\" DR+\"");
  }
}
