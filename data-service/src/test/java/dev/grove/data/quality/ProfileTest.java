package dev.grove.data.quality;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grove.data.Api;
import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class ProfileTest {
  private static JsonPath profile(String csv, String... options) {
    String name = Api.freshName();
    Api.load(name, csv, options).then().statusCode(201);
    return given()
        .get("/datasets/{name}/versions/latest/profile", name)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  @Test
  void figuresAreExact() {
    StringBuilder csv = new StringBuilder("n,x,word,flag,day,moment,kind\n");
    for (int i = 0; i <= 100; i++) {
      csv.append(i).append(',');
      csv.append(i % 10 == 0 ? "" : i / 4.0).append(',');
      csv.append("w").append(i % 3).append(',');
      csv.append(i % 2 == 0).append(',');
      csv.append("2024-01-").append(String.format("%02d", 1 + i % 31)).append(',');
      csv.append("2024-01-01T00:00:").append(String.format("%02d", i % 60)).append(',');
      csv.append(i < 60 ? "b" : "a").append('\n');
    }
    JsonPath profile = profile(csv.toString(), "target", "kind");
    assertThat(profile.getInt("rows")).isEqualTo(101);
    assertThat(profile.getMap("columns[0]"))
        .containsEntry("name", "n")
        .containsEntry("type", "integer")
        .containsEntry("nulls", 0)
        .containsEntry("distinct", 101)
        .containsEntry("min", 0)
        .containsEntry("max", 100);
    assertThat(profile.getDouble("columns[0].mean")).isEqualTo(50);
    assertThat(profile.<Map<String, Number>>getJsonObject("columns[0].quantiles"))
        .containsOnlyKeys("0.01", "0.05", "0.25", "0.5", "0.75", "0.95", "0.99");
    assertThat(profile.getDouble("columns[0].quantiles.'0.25'")).isEqualTo(25);
    assertThat(profile.getDouble("columns[0].quantiles.'0.99'")).isCloseTo(99, within(1e-9));
    assertThat(profile.getInt("columns[1].nulls")).isEqualTo(11);
    assertThat(profile.getDouble("columns[1].min")).isEqualTo(0.25);
    assertThat(profile.getMap("columns[2]"))
        .containsEntry("distinct", 3)
        .containsEntry("min", "w0")
        .containsEntry("max", "w2")
        .doesNotContainKeys("mean", "quantiles");
    assertThat(profile.getList("columns[2].top.value")).isEqualTo(List.of("w0", "w1", "w2"));
    assertThat(profile.getList("columns[2].top.count")).isEqualTo(List.of(34, 34, 33));
    assertThat(profile.getList("columns[3].top.value")).isEqualTo(List.of("true", "false"));
    assertThat(profile.getString("columns[4].max")).isEqualTo("2024-01-31");
    assertThat(profile.getString("columns[5].min")).isEqualTo("2024-01-01T00:00:00Z");
    assertThat(profile.getString("columns[5].max")).isEqualTo("2024-01-01T00:00:59Z");
    assertThat(profile.getList("classes.label")).isEqualTo(List.of("a", "b"));
    assertThat(profile.getList("classes.count")).isEqualTo(List.of(41, 60));
  }

  @Test
  void emptyColumnsAndExtremesAreTold() {
    JsonPath profile =
        profile(
            "id,none,huge,text\n1,,1e308,\"\"\n2,NA,-1e308,x\n3,,1.7e308,\n", "nullToken", "NA");
    assertThat(profile.getMap("columns[1]"))
        .containsEntry("nulls", 3)
        .containsEntry("distinct", 0)
        .containsEntry("type", "string")
        .doesNotContainKey("min");
    assertThat(profile.getDouble("columns[2].mean")).isFinite();
    assertThat(profile.getString("columns[3].min")).isEmpty();
    assertThat(profile.getList("classes")).isEmpty();
  }

  @Test
  void longTextsAreShownInPart() {
    String emoji = "\uD83D\uDE00".repeat(300);
    JsonPath profile = profile("id,text\n1," + emoji + "\n");
    assertThat(profile.getString("columns[1].min")).isEqualTo("\uD83D\uDE00".repeat(200));
    assertThat(profile.getString("columns[1].top[0].value")).hasSize(400);
  }
}
