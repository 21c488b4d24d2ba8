package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.experiment;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.unique;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** MLflow's five searches as a client makes them. */
@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class SearchTest {
  private static Map<String, String> tag(String key, String value) {
    return Map.of("key", key, "value", value);
  }

  private static Map<String, ?> metric(String key, Object value) {
    return Map.of("key", key, "value", value, "timestamp", 1, "step", 0);
  }

  /** A run with a name, a start, one metric and one tag. */
  private static String run(
      String experiment, String name, long start, Object loss, String colour) {
    String id =
        ok(post(
                "runs/create",
                Map.of(
                    "experiment_id",
                    experiment,
                    "run_name",
                    name,
                    "start_time",
                    start,
                    "user_id",
                    "ann")))
            .path("run.info.run_id");
    ok(
        post(
            "runs/log-batch",
            Map.of(
                "run_id",
                id,
                "metrics",
                loss == null ? List.of() : List.of(metric("val loss", loss)),
                "tags",
                List.of(tag("colour", colour)),
                "params",
                List.of(tag("depth", "6")))));
    return id;
  }

  private static List<String> runs(String experiment, String filter, String... orders) {
    List<String> names =
        ok(post(
                "runs/search",
                Map.of(
                    "experiment_ids", List.of(experiment), "filter", filter, "order_by", orders)))
            .path("runs.info.run_name");
    return names == null ? List.of() : names;
  }

  @Test
  void findsAndOrdersRuns() {
    String experiment = experiment();
    run(experiment, "a", 100, 0.5, "red");
    run(experiment, "b", 200, "NaN", "Red");
    run(experiment, "c", 300, 0.5, "blue");
    String last = run(experiment, "d", 300, null, "it's");
    ok(post("runs/update", Map.of("run_id", last, "status", "FINISHED", "end_time", 400)));

    assertThat(runs(experiment, "metrics.`val loss` = 0.5")).containsExactly("c", "a");
    assertThat(runs(experiment, "metrics.\"val loss\" != 0.5")).containsExactly("b");
    assertThat(runs(experiment, "tags.colour ILIKE 'RED'")).containsExactly("b", "a");
    assertThat(runs(experiment, "tags.colour = \"it's\" and params.depth = '6'"))
        .containsExactly("d");
    assertThat(runs(experiment, "attributes.status = 'FINISHED' and end_time >= 400"))
        .containsExactly("d");
    assertThat(runs(experiment, "run_id IN ('" + last + "', 'x') and user_id = 'ann'"))
        .containsExactly("d");
    assertThat(runs(experiment, "run.`run name` LIKE '_' and created < 300"))
        .containsExactly("b", "a");
    assertThat(runs(experiment, "start_time > 99999999999999999999")).isEmpty();
    assertThat(runs(experiment, "start_time < 99999999999999999999 and end_time != 1.5"))
        .containsExactly("d");
    assertThat(runs(experiment, "start_time >= 199.5 and start_time <= 200.5"))
        .containsExactly("b");

    assertThat(runs(experiment, "", "metrics.`val loss` ASC")).containsExactly("c", "a", "b", "d");
    assertThat(runs(experiment, "", "metrics.`val loss` DESC", "start_time"))
        .containsExactly("a", "c", "b", "d");
    assertThat(runs(experiment, "", "end_time", "tags.colour desc"))
        .containsExactly("d", "a", "c", "b");

    invalid(
        post(
            "runs/search",
            Map.of("experiment_ids", List.of(experiment), "filter", "metrics.a > 'x'")),
        "Expected numeric value type for metric");
    invalid(
        post(
            "runs/search", Map.of("experiment_ids", List.of(experiment), "order_by", List.of("x"))),
        "Invalid attribute key 'x'");
    assertThat(ok(post("runs/search", Map.of())).asString()).isEqualTo("{}");
  }

  @Test
  void findsRunsByTheirDatasets() {
    String experiment = experiment();
    for (String context : List.of("train", "eval")) {
      String id = run(experiment, context, 1, 1, "x");
      Map<String, ?> input =
          Map.of(
              "dataset",
              Map.of("name", "iris-" + context, "digest", "d1", "source_type", "s", "source", "x"),
              "tags",
              List.of(tag("mlflow.data.context", context)));
      ok(post("runs/log-inputs", Map.of("run_id", id, "datasets", List.of(input))));
    }
    assertThat(runs(experiment, "datasets.name = 'iris-eval'")).containsExactly("eval");
    assertThat(runs(experiment, "dataset.context IN ('train')")).containsExactly("train");
    assertThat(runs(experiment, "dataset.digest = 'd1' and datasets.name LIKE '%train'"))
        .containsExactly("train");
    assertThat(
            ok(post(
                    "runs/search",
                    Map.of(
                        "experiment_ids",
                        List.of(experiment),
                        "filter",
                        "dataset.context = 'eval'")))
                .<String>path("runs[0].inputs.dataset_inputs[0].dataset.name"))
        .isEqualTo("iris-eval");
  }

  @Test
  void aTokenGoesWithItsSearch() {
    String experiment = experiment();
    for (int i = 0; i < 5; i++) {
      run(experiment, "r" + i, 1, i % 2 == 0 ? (Object) 1 : "NaN", "x");
    }
    Map<String, Object> search = new HashMap<>();
    search.put("experiment_ids", List.of(experiment));
    search.put("order_by", List.of("metrics.`val loss` DESC"));
    search.put("max_results", 2);
    List<String> seen = new ArrayList<>();
    String second = "";
    do {
      Response page = ok(post("runs/search", search));
      seen.addAll(page.path("runs.info.run_id"));
      second = seen.size() == 2 ? page.path("next_page_token") : second;
      search.put("page_token", page.path("next_page_token"));
    } while (search.get("page_token") != null);
    assertThat(seen).hasSize(5).doesNotHaveDuplicates();

    search.put("page_token", second);
    search.put("max_results", 50);
    assertThat(ok(post("runs/search", search)).<List<String>>path("runs.info.run_id"))
        .isEqualTo(seen.subList(2, 5));
    for (Map<String, Object> other :
        List.<Map<String, Object>>of(
            Map.of("filter", "metrics.x > 1"),
            Map.of("order_by", List.of()),
            Map.of("run_view_type", "ALL"),
            Map.of("experiment_ids", List.of(experiment, "0")))) {
      Map<String, Object> changed = new HashMap<>(search);
      changed.putAll(other);
      invalid(post("runs/search", changed), "another filter, order or scope");
    }
    search.put("page_token", "bm9uZQ");
    invalid(post("runs/search", search), "Invalid page token");
  }

  @Test
  void findsAndOrdersExperiments() {
    String prefix = unique("search");
    List<String> ids = new ArrayList<>();
    for (String end : List.of("b", "a", "C")) {
      ids.add(
          ok(post(
                  "experiments/create",
                  Map.of("name", prefix + end, "tags", List.of(tag("end", end)))))
              .path("experiment_id"));
    }
    String like = "name LIKE '" + prefix + "%'";

    assertThat(experiments(like, "name")).containsExactly("C", "a", "b");
    assertThat(experiments(like, "name DESC")).containsExactly("b", "a", "C");
    assertThat(experiments(like, "experiment_id")).containsExactly("b", "a", "C");
    assertThat(experiments(like + " and tags.end ILIKE 'c'")).containsExactly("C");
    assertThat(experiments(like + " and tag.none IS NULL and attribute.name != '" + prefix + "a'"))
        .containsExactlyInAnyOrder("b", "C");
    assertThat(experiments("experiment_id IN ('" + ids.get(1) + "')")).containsExactly("a");
    assertThat(experiments(like + " and creation_time > 1 and last_update_time < 1")).isEmpty();
    assertThat(
            ok(get("experiments/search", Map.of("filter", like, "order_by", "name")))
                .<List<String>>path("experiments.tags.value.flatten()"))
        .containsExactly("C", "a", "b");
    invalid(post("experiments/search", Map.of("filter", "experiment_id = 'x'")), "valid integer");
    invalid(post("experiments/search", Map.of("filter", "metrics.x > 1")), "Invalid entity type");
    invalid(post("experiments/search", Map.of("order_by", List.of("tags.x"))), "entity type");
  }

  private static List<String> experiments(String filter, String... orders) {
    List<String> names =
        ok(post("experiments/search", Map.of("filter", filter, "order_by", orders)))
            .path("experiments.name");
    return names == null
        ? List.of()
        : names.stream().map(name -> name.substring(name.length() - 1)).toList();
  }

  private static Map<String, ?> query(String filter, String... orders) {
    return orders.length == 0
        ? Map.of("filter", filter)
        : Map.of("filter", filter, "order_by", List.of(orders));
  }

  private static List<String> models(String filter, String... orders) {
    List<String> names =
        ok(get("registered-models/search", query(filter, orders))).path("registered_models.name");
    return names == null
        ? List.of()
        : names.stream().map(name -> name.substring(name.length() - 1)).toList();
  }

  private static List<String> versions(String filter, String... orders) {
    List<Map<String, String>> found =
        ok(get("model-versions/search", query(filter, orders))).path("model_versions");
    return found == null
        ? List.of()
        : found.stream()
            .map(one -> one.get("name").charAt(one.get("name").length() - 1) + one.get("version"))
            .toList();
  }

  @Test
  void findsAndOrdersModelsAndVersions() {
    String prefix = unique("search");
    for (String end : List.of("b", "a", "p")) {
      List<?> tags =
          end.equals("p")
              ? List.of(tag("mlflow.prompt.is_prompt", "true"))
              : List.of(tag("end", end));
      ok(post("registered-models/create", Map.of("name", prefix + end, "tags", tags)));
      for (int i = 0; i < 2; i++) {
        ok(
            post(
                "model-versions/create",
                Map.of(
                    "name",
                    prefix + end,
                    "source",
                    "s3://b/" + end + i,
                    "run_id",
                    end + i,
                    "tags",
                    tags)));
      }
    }
    String like = "name LIKE '" + prefix + "%'";

    assertThat(models(like)).containsExactly("a", "b");
    assertThat(models(like, "name DESC")).containsExactly("b", "a");
    assertThat(models(like, "timestamp ASC")).containsExactly("b", "a");
    assertThat(models(like + " and tags.`mlflow.prompt.is_prompt` = 'true'")).containsExactly("p");
    assertThat(models(like + " and tags.`mlflow.prompt.is_prompt` != 'true'", "name"))
        .containsExactly("a", "b");
    assertThat(models(like + " and tags.end != 'a'")).containsExactly("b");
    assertThat(models("name IN ('" + prefix + "a', '" + prefix + "p')")).containsExactly("a");

    assertThat(versions(like, "name", "version_number ASC"))
        .containsExactly("a1", "a2", "b1", "b2");
    assertThat(versions(like, "version_number DESC")).containsExactly("a2", "b2", "a1", "b1");
    assertThat(versions(like + " and version_number > 1 and tags.end = 'a'")).containsExactly("a2");
    assertThat(versions(like + " and version_number = '1'", "name DESC"))
        .containsExactly("b1", "a1");
    assertThat(versions(like + " and source_path LIKE '%/b_'", "creation_timestamp"))
        .containsExactly("b1", "b2");
    assertThat(versions(like + " and run_id NOT IN ('a0', 'b0', 'b1')")).containsExactly("a2");
    assertThat(versions(like + " and tags.`mlflow.prompt.is_prompt` = 'true'", "version_number"))
        .containsExactly("p1", "p2");

    Response first =
        ok(
            get(
                "model-versions/search",
                Map.of("filter", like, "order_by", "name DESC", "max_results", "3")));
    Map<String, String> rest =
        Map.of(
            "filter", like, "order_by", "name DESC", "page_token", first.path("next_page_token"));
    assertThat(ok(get("model-versions/search", rest)).<List<String>>path("model_versions.name"))
        .containsExactly(prefix + "a");
  }

  @Test
  void findsAndOrdersLoggedModels() {
    String experiment = experiment();
    List<String> ids = new ArrayList<>();
    for (String end : List.of("a", "b", "c")) {
      String id =
          ok(post(
                  "logged-models",
                  Map.of(
                      "experiment_id",
                      experiment,
                      "name",
                      "model-" + end,
                      "model_type",
                      "tree",
                      "params",
                      List.of(tag("depth", end)),
                      "tags",
                      List.of(tag("t", end)))))
              .path("model.info.model_id");
      ids.add(id);
    }
    String run = run(experiment, "r", 1, 1, "x");
    for (int i = 0; i < 2; i++) {
      ok(
          post(
              "runs/log-batch",
              Map.of(
                  "run_id",
                  run,
                  "metrics",
                  List.of(
                      Map.of(
                          "key",
                          "acc",
                          "value",
                          0.5 + i / 4.0,
                          "timestamp",
                          1,
                          "step",
                          0,
                          "model_id",
                          ids.get(i),
                          "dataset_name",
                          "d" + i,
                          "dataset_digest",
                          "g")))));
    }

    assertThat(logged(experiment, Map.of("filter", "metrics.acc > 0.6"))).containsExactly("b");
    assertThat(logged(experiment, Map.of("filter", "params.depth IN ('a', 'c') and tags.t != 'a'")))
        .containsExactly("c");
    assertThat(
            logged(
                experiment,
                Map.of("filter", "attributes.model_type = 'tree' and name LIKE 'model-_'")))
        .containsExactlyInAnyOrder("a", "b", "c");
    assertThat(logged(experiment, Map.of("filter", "status = 'PENDING' and creation_time > 1")))
        .hasSize(3);
    assertThat(
            logged(
                experiment,
                Map.of("order_by", List.of(Map.of("field_name", "name", "ascending", false)))))
        .containsExactly("c", "b", "a");
    assertThat(logged(experiment, Map.of("order_by", List.of(Map.of("field_name", "metrics.acc")))))
        .containsExactly("a", "b", "c");
    Map<String, ?> onD1 =
        Map.of("field_name", "metrics.acc", "dataset_name", "d1", "dataset_digest", "g");
    assertThat(logged(experiment, Map.of("order_by", List.of(onD1, Map.of("field_name", "name")))))
        .containsExactly("b", "a", "c");
    assertThat(logged(experiment, Map.of("datasets", List.of(Map.of("dataset_name", "d0")))))
        .containsExactly("a");
    assertThat(
            logged(
                experiment,
                Map.of(
                    "filter",
                    "metrics.acc > 0.1",
                    "datasets",
                    List.of(Map.of("dataset_name", "d1", "dataset_digest", "g")))))
        .containsExactly("b");

    Map<String, Object> search = new HashMap<>();
    search.put("experiment_ids", List.of(experiment));
    search.put("order_by", List.of(Map.of("field_name", "metrics.acc")));
    search.put("max_results", 2);
    String token = ok(post("logged-models/search", search)).path("next_page_token");
    search.put("page_token", token);
    assertThat(ok(post("logged-models/search", search)).<List<String>>path("models.info.name"))
        .containsExactly("model-c");
    search.put("filter", "name != 'x'");
    invalid(post("logged-models/search", search), "another filter, order or scope");
    for (String bad : List.of("foo", "params.x")) {
      invalid(
          post(
              "logged-models/search",
              Map.of(
                  "experiment_ids",
                  List.of(experiment),
                  "order_by",
                  List.of(Map.of("field_name", bad)))),
          "Invalid order by field name: " + bad);
    }
    invalid(
        post(
            "logged-models/search",
            Map.of("experiment_ids", List.of("0"), "datasets", List.of(Map.of()))),
        "datasets[0].dataset_name");
    invalid(
        post(
            "logged-models/search",
            Map.of(
                "experiment_ids",
                List.of("0"),
                "order_by",
                List.of(Map.of("field_name", "name", "ascending", "no")))),
        "'order_by[0].ascending' supplied");
  }

  private static List<String> logged(String experiment, Map<String, ?> search) {
    Map<String, Object> body = new HashMap<>(search);
    body.put("experiment_ids", List.of(experiment));
    List<String> names = ok(post("logged-models/search", body)).path("models.info.name");
    return names == null
        ? List.of()
        : names.stream().map(name -> name.substring(name.length() - 1)).toList();
  }
}
