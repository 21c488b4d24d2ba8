package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.refused;
import static dev.grove.registry.mlflow.Api.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.ErrorCode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RunLogResourceTest {
  private static Map<String, Object> metric(String key, Object value, Object time, Object step) {
    return Map.of("key", key, "value", value, "timestamp", time, "step", step);
  }

  private static Response metrics(String run, List<?> metrics) {
    return post("runs/log-batch", Map.of("run_id", run, "metrics", metrics));
  }

  private static Response params(String run, List<?> params) {
    return post("runs/log-batch", Map.of("run_id", run, "params", params));
  }

  private static List<Map<String, String>> tags(int count) {
    return IntStream.range(0, count).mapToObj(i -> Map.of("key", "k" + i, "value", "v")).toList();
  }

  private static List<Object> history(String run, String key) {
    return ok(get("metrics/get-history", Map.of("run_id", run, "metric_key", key)))
        .path("metrics.value");
  }

  private static Object latest(String run, String key) {
    return ok(get("runs/get", Map.of("run_id", run)))
        .path("run.data.metrics.find { it.key == '" + key + "' }.value");
  }

  @Test
  void keepsTheLatestPointByStepThenTimeThenValue() {
    String run = run();
    ok(metrics(run, List.of(metric("a", 1.5, 100, 5), metric("a", 2.5, 900, 1))));
    assertThat(latest(run, "a")).isEqualTo(1.5f);
    ok(metrics(run, List.of(metric("a", 3.5, 100, 5))));
    assertThat(latest(run, "a")).isEqualTo(3.5f);
    ok(metrics(run, List.of(metric("a", 0.5, 101, "5"))));
    assertThat(latest(run, "a")).isEqualTo(0.5f);
    ok(metrics(run, List.of(metric("a", 9.5, 100, 5))));
    assertThat(latest(run, "a")).isEqualTo(0.5f);
    ok(metrics(run, List.of(metric("a", "NaN", 101, 5))));
    assertThat(latest(run, "a")).isEqualTo(0.5f);
    ok(metrics(run, List.of(metric("a", -1, 101, 5), metric("a", "NaN", 102, 5))));
    assertThat(latest(run, "a")).isEqualTo("NaN");
  }

  @Test
  void theSamePointTwiceIsOnePoint() {
    String run = run();
    List<?> points =
        List.of(
            metric("a", 1.5, 1, 1),
            metric("a", 1.5, 1, 1),
            metric("a", "NaN", 1, 1),
            metric("a", "NaN", 1, 1));
    ok(metrics(run, points));
    ok(metrics(run, points));
    ok(
        post(
            "runs/log-metric",
            Map.of("run_id", run, "key", "a", "value", 1.5, "timestamp", 1, "step", 1)));

    assertThat(history(run, "a")).containsExactly(1.5f, "NaN");
  }

  @Test
  void anyDoubleComesBack() {
    String run = run();
    Map<String, Object> nan = Map.of("key", "nan", "value", "NaN", "timestamp", 1);
    ok(
        metrics(
            run,
            List.of(
                nan,
                metric("pos", "Infinity", 1, 0),
                metric("neg", "-Infinity", "1", 0),
                metric("text", "1e-300", 1, 0),
                metric("tiny", 4.9e-324, 1, 0))));

    String answer = ok(get("runs/get", Map.of("run_id", run))).asString();
    assertThat(answer)
        .contains("{\"key\":\"nan\",\"value\":\"NaN\",\"timestamp\":1,\"step\":0}")
        .contains("\"value\":1.7976931348623157E308")
        .contains("\"value\":-1.7976931348623157E308")
        .contains("\"value\":1.0E-300")
        .contains("\"value\":4.9E-324");
  }

  @Test
  void pagesTheHistory() {
    String run = run();
    ok(
        metrics(
            run,
            IntStream.range(0, 7).mapToObj(i -> metric("a", i + 0.5, 10 - i / 2, i)).toList()));

    List<Object> seen = new ArrayList<>();
    String token = "";
    do {
      Response page =
          ok(
              get(
                  "metrics/get-history",
                  Map.of("run_id", run, "metric_key", "a", "max_results", 3, "page_token", token)));
      seen.addAll(page.path("metrics.value"));
      token = page.path("next_page_token");
    } while (token != null);

    assertThat(seen).containsExactly(6.5f, 4.5f, 5.5f, 2.5f, 3.5f, 0.5f, 1.5f);
    assertThat(ok(get("metrics/get-history", Map.of("run_id", run, "metric_key", "b"))).asString())
        .isEqualTo("{}");
    refused(
        get("metrics/get-history", Map.of("run_id", "none", "metric_key", "a")),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "not found");
    invalid(
        get("metrics/get-history", Map.of("run_id", run, "metric_key", "a", "max_results", 0)),
        "'max_results'");
  }

  @Test
  void parametersAreWrittenOnce() {
    String run = run();
    ok(post("runs/log-parameter", Map.of("run_id", run, "key", "p", "value", "1")));
    ok(post("runs/log-parameter", Map.of("run_id", run, "key", "p", "value", "1")));
    ok(params(run, List.of(Map.of("key", "p", "value", "1"), Map.of("key", "q"))));

    invalid(
        post(
            "runs/log-batch",
            Map.of(
                "run_id", run,
                "params",
                    List.of(Map.of("key", "new", "value", "1"), Map.of("key", "p", "value", "2")),
                "metrics", List.of(metric("m", 1, 1, 1)),
                "tags", List.of(Map.of("key", "t", "value", "1")))),
        "Changing param values is not allowed");

    Response found = ok(get("runs/get", Map.of("run_id", run)));
    assertThat(found.<List<String>>path("run.data.params.key")).containsExactly("p", "q");
    assertThat(found.<List<String>>path("run.data.params.value")).containsExactly("1", "");
    assertThat(found.<Object>path("run.data.metrics")).isNull();
    assertThat(found.<List<String>>path("run.data.tags.key")).containsExactly("mlflow.runName");
    invalid(
        params(run, List.of(Map.of("key", "d", "value", "1"), Map.of("key", "d", "value", "1"))),
        "Duplicate parameter keys");
  }

  @Test
  void oneOfManyChangedParametersWins() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(8);
    for (int round = 0; round < 20; round++) {
      String run = run();
      List<Callable<Response>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String own = Integer.toString(i);
        calls.add(
            () ->
                post(
                    "runs/log-batch",
                    Map.of(
                        "run_id", run,
                        "params", List.of(Map.of("key", "p", "value", own)),
                        "tags", List.of(Map.of("key", "by" + own, "value", own)))));
      }
      int won = 0;
      for (Future<Response> call : clients.invokeAll(calls)) {
        if (call.get().statusCode() == 200) {
          won++;
        } else {
          invalid(call.get(), "Changing param values is not allowed");
        }
      }
      assertThat(won).isEqualTo(1);
      Response found = ok(get("runs/get", Map.of("run_id", run)));
      String value = found.path("run.data.params[0].value");
      assertThat(found.<List<String>>path("run.data.tags.key"))
          .containsExactly("by" + value, "mlflow.runName");
    }
    clients.shutdown();
  }

  @Test
  void aRefusalNamesTheFieldAsTheRequestHasIt() {
    String run = run();
    invalid(
        post("runs/set-tag", Map.of("run_id", run, "key", "a$", "value", "v")),
        "for parameter 'key' supplied");
    invalid(
        post("runs/log-parameter", Map.of("run_id", run, "key", "../a", "value", "v")),
        "This name would resolve to '../a'");
    invalid(
        post("runs/log-metric", Map.of("run_id", run, "key", "/", "value", 1, "timestamp", 1)),
        "for parameter 'name' supplied: Names may be treated as files in certain cases, and must"
            + " not resolve to other names when treated as such. This name would resolve to '/'");
    invalid(
        post(
            "runs/log-metric",
            Map.of("run_id", run, "key", "k".repeat(251), "value", 1, "timestamp", 1)),
        "'Metric name' exceeds the maximum length of 250 characters");
    invalid(
        post("runs/log-metric", Map.of("run_id", run, "key", "a", "value", 1, "timestamp", -1)),
        "Invalid value -1 for parameter 'timestamp' supplied: metric 'a' (value=1.0)");
    ok(params(run, List.of(Map.of("key", "p", "value", "1"))));
    invalid(
        post("runs/log-parameter", Map.of("run_id", run, "key", "p", "value", "2")),
        "Param with key='p' was already logged with value='1' for run ID='"
            + run
            + "'. Attempted logging new value '2'.");
    invalid(
        params(run, List.of(Map.of("key", "p", "value", "3"))),
        "[{'key': 'p', 'old_value': '1', 'new_value': '3'}]' for run ID='" + run + "'.");
  }

  @Test
  void tagsOverwrite() {
    String run = run();
    ok(post("runs/set-tag", Map.of("run_id", run, "key", "a", "value", "1")));
    ok(
        post(
            "runs/log-batch",
            Map.of(
                "run_id",
                run,
                "tags",
                List.of(Map.of("key", "a", "value", "2"), Map.of("key", "a", "value", "3")))));

    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.data.tags.find { it.key == 'a' }.value", equalTo("3"));
  }

  @Test
  void longValuesAreCutAsInMlflow() {
    String run = run();
    ok(post("runs/log-parameter", Map.of("run_id", run, "key", "p", "value", "😀".repeat(6_001))));
    ok(post("runs/set-tag", Map.of("run_id", run, "key", "t", "value", "x".repeat(8_001))));

    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.data.params[0].value", equalTo("😀".repeat(6_000)))
        .body("run.data.tags.find { it.key == 't' }.value", equalTo("x".repeat(8_000)));
  }

  @Test
  void aBatchHasBounds() {
    String run = run();
    List<?> thousand = IntStream.range(0, 1_000).mapToObj(i -> metric("a", i, 1, i)).toList();
    ok(metrics(run, thousand));
    ok(params(run, tags(100)));
    assertThat(history(run, "a")).hasSize(1_000);

    invalid(params(run, tags(101)), "at most 100 params");
    invalid(post("runs/log-batch", Map.of("run_id", run, "tags", tags(101))), "at most 100 tags");
    List<Object> more = new ArrayList<>(thousand);
    invalid(
        post("runs/log-batch", Map.of("run_id", run, "metrics", more, "tags", tags(1))),
        "at most 1000 metrics, params, and tags");
    more.add(metric("a", 1, 1, 1));
    invalid(metrics(run, more), "at most 1000 metrics");
    invalid(
        params(run, List.of(Map.of("key", "big", "value", "x".repeat(1_000_001)))),
        "at most 1000000 bytes");
  }

  @Test
  void namesWhatIsWrong() {
    String run = run();
    Map<String, Object> noValue = new HashMap<>(Map.of("key", "a", "timestamp", 1));
    invalid(metrics(run, List.of(noValue)), "required parameter 'metrics[0].value'");
    invalid(metrics(run, List.of(metric("a", 1, 1, 1), Map.of())), "'metrics[1].key'");
    invalid(metrics(run, List.of(Map.of("key", "a", "value", 1))), "'metrics[0].timestamp'");
    invalid(metrics(run, List.of(metric("a", "one", 1, 1))), "'metrics[0].value' supplied");
    invalid(metrics(run, List.of(metric("a", true, 1, 1))), "'metrics[0].value' supplied");
    invalid(metrics(run, List.of(metric("a", 1, -1, 1))), "Timestamp must be");
    invalid(metrics(run, List.of(metric("a", 1, 1, "x"))), "'metrics[0].step' supplied");
    invalid(metrics(run, List.of(metric("../a", 1, 1, 1))), "'metrics[0].name' supplied");
    invalid(metrics(run, List.of(metric("a$", 1, 1, 1))), "Names may only contain");
    invalid(metrics(run, List.of("x")), "'metrics' supplied");
    invalid(params(run, List.of(Map.of("value", "1"))), "'params[0].key'");
    invalid(params(run, List.of(Map.of("key", "k", "value", 1))), "'params[0].value' supplied");
    invalid(params(run, List.of(Map.of("key", "k".repeat(251)))), "exceeds the maximum length");
    invalid(post("runs/log-metric", Map.of("run_id", run, "key", "a", "timestamp", 1)), "'value'");
    refused(
        metrics("none", List.of(metric("a", 1, 1, 1))),
        ErrorCode.RESOURCE_DOES_NOT_EXIST,
        "Run with id=none not found");
  }

  @Test
  void writersOfOneRunNeitherFailNorLoseAnything() throws Exception {
    String run = run();
    ExecutorService clients = Executors.newFixedThreadPool(16);
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      int call = i;
      calls.add(
          () -> {
            // Every call writes the same keys, half of them in the other direction.
            List<Map<String, Object>> points = new ArrayList<>();
            for (int key = 0; key < 20; key++) {
              points.add(metric("m" + (call % 2 == 0 ? key : 19 - key), call, 1, call));
            }
            return post(
                    "runs/log-batch",
                    Map.of("run_id", run, "metrics", points, "params", tags(5), "tags", tags(5)))
                .statusCode();
          });
    }
    for (Future<Integer> status : clients.invokeAll(calls)) {
      assertThat(status.get()).isEqualTo(200);
    }
    clients.shutdown();

    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.data.metrics", hasSize(20))
        .body("run.data.metrics.step.unique()", equalTo(List.of(63)));
    assertThat(history(run, "m7")).hasSize(64);
  }
}
