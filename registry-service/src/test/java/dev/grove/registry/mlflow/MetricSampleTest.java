package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.run;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class MetricSampleTest {
  /** A run whose points are their steps. */
  private static String runWith(int points) {
    String run = run();
    ok(
        post(
            "runs/log-batch",
            Map.of(
                "run_id",
                run,
                "metrics",
                IntStream.range(0, points)
                    .mapToObj(i -> Map.of("key", "a", "value", i, "timestamp", 5, "step", i))
                    .toList())));
    return run;
  }

  private static Response spread(Map<String, Object> query) {
    return get("metrics/get-history-bulk-interval", query);
  }

  private static List<Integer> steps(Response response) {
    return ok(response).path("metrics.step");
  }

  @Test
  void choosesPointsEvenlyWithFirstAndLast() {
    String run = runWith(10);
    assertThat(steps(spread(Map.of("run_ids", run, "metric_key", "a")))).hasSize(10);
    assertThat(steps(spread(Map.of("run_ids", run, "metric_key", "a", "max_results", 10))))
        .hasSize(10);
    // Buckets of three, three, two and two: their first points, and of the last one its last.
    assertThat(steps(spread(Map.of("run_ids", run, "metric_key", "a", "max_results", 4))))
        .containsExactly(0, 3, 6, 9);
    assertThat(steps(spread(Map.of("run_ids", run, "metric_key", "a", "max_results", 2))))
        .containsExactly(0, 9);
    assertThat(steps(spread(Map.of("run_ids", run, "metric_key", "a", "max_results", 1))))
        .containsExactly(9);
    assertThat(
            steps(
                spread(
                    Map.of(
                        "run_ids",
                        run,
                        "metric_key",
                        "a",
                        "start_step",
                        2,
                        "end_step",
                        "5",
                        "max_results",
                        3))))
        .containsExactly(2, 4, 5);
  }

  @Test
  void goesRunByRunInTheRequestsOrder() {
    String first = runWith(3);
    String second = runWith(2);
    Response found = spread(Map.of("run_ids", List.of(second, "none", first), "metric_key", "a"));
    found
        .then()
        .statusCode(200)
        .body("metrics.run_id", contains(second, second, first, first, first))
        .body("metrics.step", contains(0, 1, 0, 1, 2))
        .body("metrics[0].key", equalTo("a"))
        .body("metrics[4].value", equalTo(2.0f))
        .body("metrics[4].timestamp", equalTo(5));
    assertThat(ok(spread(Map.of("run_ids", first, "metric_key", "b"))).asString()).isEqualTo("{}");
  }

  @Test
  void givesWholeHistories() {
    String first = runWith(3);
    String second = runWith(2);
    Response found =
        given()
            .queryParam("run_id", first, second)
            .queryParam("metric_key", "a")
            .get("/ajax-api/2.0/mlflow/metrics/get-history-bulk");
    assertThat(ok(found).<List<String>>path("metrics.run_id"))
        .hasSize(5)
        .isSorted()
        .contains(first, second);
    assertThat(
            ok(get(
                    "metrics/get-history-bulk",
                    Map.of("run_id", first, "metric_key", "a", "max_results", 2)))
                .<List<Integer>>path("metrics.step"))
        .containsExactly(0, 1);
    assertThat(
            ok(get("metrics/get-history-bulk", Map.of("run_id", "none", "metric_key", "a")))
                .asString())
        .isEqualTo("{\"metrics\":[]}");
  }

  @Test
  void namesWhatIsWrong() {
    List<String> many = Collections.nCopies(101, "r");
    invalid(spread(Map.of("metric_key", "a")), "required parameter 'run_ids'");
    invalid(spread(Map.of("run_ids", "r")), "required parameter 'metric_key'");
    invalid(
        spread(Map.of("run_ids", many, "metric_key", "a")), "at most 100 run_ids. Received 101");
    for (Object size : List.of(0, -1, 2_501)) {
      invalid(
          spread(Map.of("run_ids", "r", "metric_key", "a", "max_results", size)),
          "max_results must be between 1 and 2500");
    }
    invalid(
        spread(Map.of("run_ids", "r", "metric_key", "a", "start_step", 1)),
        "both must be specified");
    invalid(
        spread(Map.of("run_ids", "r", "metric_key", "a", "start_step", 2, "end_step", 1)),
        "end_step must be greater than start_step");
    invalid(
        spread(Map.of("run_ids", "r", "metric_key", "a", "start_step", "x", "end_step", 1)),
        "for parameter 'start_step' supplied");

    invalid(
        get("metrics/get-history-bulk", Map.of("metric_key", "a")),
        "must specify at least one run_id");
    invalid(
        get("metrics/get-history-bulk", Map.of("run_id", many, "metric_key", "a")),
        "cannot specify more than 100 run_ids. Received 101");
    invalid(get("metrics/get-history-bulk", Map.of("run_id", "r")), "must specify a metric_key");
    invalid(
        get(
            "metrics/get-history-bulk",
            Map.of("run_id", "r", "metric_key", "a", "max_results", "-1")),
        "for parameter 'max_results' supplied");
  }
}
