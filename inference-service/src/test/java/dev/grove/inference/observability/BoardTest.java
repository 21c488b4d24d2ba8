package dev.grove.inference.observability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The Grafana board asks for nothing that the service does not expose. */
@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class BoardTest {
  private static final Pattern METRIC =
      Pattern.compile("\\b(?:grove|http|jvm|process|system|worker|netty)_[a-z0-9_]+");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!~|!=|=)\\s*\"");
  private static final Pattern BY = Pattern.compile("by \\(([^)]*)\\)");

  private static JsonNode board() throws IOException {
    Path file = Path.of(System.getProperty("grove.root"), "deploy/grafana/inference.json");
    return new ObjectMapper().readTree(file.toFile());
  }

  private static List<String> expressions() throws IOException {
    List<String> all = new java.util.ArrayList<>();
    board().findParents("expr").forEach(target -> all.add(target.get("expr").asText()));
    board()
        .at("/templating/list")
        .findParents("refId")
        .forEach(query -> all.add(query.get("query").asText()));
    return all;
  }

  private static String exposed() {
    String row = "{\"price\":1}";
    given().contentType("application/json").body(row).post("/predict").then().statusCode(200);
    given()
        .contentType("application/json")
        .body("[" + row + "]")
        .post("/predict/batch")
        .then()
        .statusCode(200);
    return given().get("/q/metrics").then().statusCode(200).extract().asString();
  }

  @Test
  void everyMetricIsThereWithItsLabels() throws IOException {
    String exposed = exposed();
    Set<String> seen = new TreeSet<>();
    for (String expression : expressions()) {
      Matcher metrics = METRIC.matcher(expression);
      while (metrics.find()) {
        String metric = metrics.group();
        seen.add(metric);
        List<String> lines = exposed.lines().filter(l -> l.matches(metric + "[{ ].*")).toList();
        assertThat(lines).as(metric).isNotEmpty();
        for (String label : labels(expression)) {
          assertThat(lines).as(expression).anyMatch(line -> line.contains(label + "=\""));
        }
      }
    }
    assertThat(seen).hasSizeGreaterThan(15);
  }

  /** But for the instance, which Prometheus adds. */
  private static Set<String> labels(String expression) {
    Set<String> labels =
        LABEL.matcher(expression).results().map(m -> m.group(1)).collect(Collectors.toSet());
    BY.matcher(expression)
        .results()
        .forEach(m -> labels.addAll(List.of(m.group(1).split(",\\s*"))));
    labels.remove("instance");
    return labels;
  }

  @Test
  void panelsHaveTitlesAndPlacesOfTheirOwn() throws IOException {
    Set<String> places = new TreeSet<>();
    Set<Integer> ids = new TreeSet<>();
    for (JsonNode panel : board().get("panels")) {
      assertThat(panel.get("title").asText()).isNotEmpty();
      assertThat(ids.add(panel.get("id").asInt())).isTrue();
      assertThat(places.add(panel.get("gridPos").toString())).isTrue();
    }
  }
}
