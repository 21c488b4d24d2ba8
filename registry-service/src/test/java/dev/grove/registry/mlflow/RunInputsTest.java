package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.experiment;
import static dev.grove.registry.mlflow.Api.get;
import static dev.grove.registry.mlflow.Api.invalid;
import static dev.grove.registry.mlflow.Api.ok;
import static dev.grove.registry.mlflow.Api.post;
import static dev.grove.registry.mlflow.Api.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.grove.local.postgres.PostgresTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class RunInputsTest {
  private static Map<String, Object> dataset(String name, String digest) {
    return new HashMap<>(
        Map.of(
            "name", name, "digest", digest, "source_type", "local", "source", "{\"uri\":\"x\"}"));
  }

  private static Map<String, Object> input(Map<String, Object> dataset, String context) {
    return Map.of(
        "dataset",
        dataset,
        "tags",
        List.of(Map.of("key", "mlflow.data.context", "value", context)));
  }

  private static Response logInputs(String run, Object... inputs) {
    return post("runs/log-inputs", Map.of("run_id", run, "datasets", List.of(inputs)));
  }

  private static Response summaries(Object... experiments) {
    return post("experiments/search-datasets", Map.of("experiment_ids", List.of(experiments)));
  }

  @Test
  void aNewRunHasEmptyInputs() {
    String answer = ok(post("runs/create", Map.of())).asString();
    assertThat(answer).contains("\"inputs\":{}").doesNotContain("outputs");
    String found = ok(get("runs/get", Map.of("run_id", run()))).asString();
    assertThat(found).contains("\"inputs\":{},\"outputs\":{}");
  }

  @Test
  void datasetsComeBackWithRunAndSearch() {
    String experiment = experiment();
    String run = run(experiment);
    Map<String, Object> full = dataset("train ü", "abc");
    full.put("schema", "{\"columns\":[]}");
    full.put("profile", "{\"rows\":5}");
    assertThat(
            ok(logInputs(run, input(full, "training"), Map.of("dataset", dataset("b", "1"))))
                .asString())
        .isEqualTo("{}");

    for (Response found :
        List.of(
            get("runs/get", Map.of("run_id", run)),
            post("runs/search", Map.of("experiment_ids", List.of(experiment))))) {
      String root = found.asString().contains("\"runs\"") ? "runs[0]." : "run.";
      found
          .then()
          .statusCode(200)
          .body(root + "inputs.dataset_inputs", hasSize(2))
          .body(
              root + "inputs.dataset_inputs.find { it.dataset.name == 'train ü' }.dataset",
              equalTo(full))
          .body(
              root + "inputs.dataset_inputs.find { it.dataset.name == 'train ü' }.tags[0].value",
              equalTo("training"))
          .body(
              root + "inputs.dataset_inputs.find { it.dataset.name == 'b' }",
              equalTo(Map.of("dataset", dataset("b", "1"))));
    }
  }

  @Test
  void theFirstWordOnADatasetStays() {
    String experiment = experiment();
    String first = run(experiment);
    String second = run(experiment);
    ok(logInputs(first, input(dataset("d", "1"), "training")));
    Map<String, Object> other = dataset("d", "1");
    other.put("source", "elsewhere");
    ok(logInputs(first, input(other, "eval"), input(dataset("d", "1"), "test")));
    ok(logInputs(second, input(other, "eval"), input(dataset("d", "1"), "test")));

    get("runs/get", Map.of("run_id", first))
        .then()
        .body("run.inputs.dataset_inputs", hasSize(1))
        .body("run.inputs.dataset_inputs[0].dataset.source", equalTo("{\"uri\":\"x\"}"))
        .body("run.inputs.dataset_inputs[0].tags.value", contains("training"));
    get("runs/get", Map.of("run_id", second))
        .then()
        .body("run.inputs.dataset_inputs[0].tags.value", contains("eval"));
    summaries(experiment)
        .then()
        .statusCode(200)
        .body("dataset_summaries.context", contains("eval", "training"))
        .body("dataset_summaries[0].experiment_id", equalTo(experiment))
        .body("dataset_summaries[0].name", equalTo("d"))
        .body("dataset_summaries[0].digest", equalTo("1"));
  }

  @Test
  void writersOfTheSameDatasetsDoNotFail() throws Exception {
    String experiment = experiment();
    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<Future<Response>> calls = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      int call = i;
      calls.add(
          clients.submit(
              () ->
                  logInputs(
                      run(experiment),
                      IntStream.range(0, 10)
                          .mapToObj(n -> "d" + (call % 2 == 0 ? n : 9 - n))
                          .map(name -> input(dataset(name, "1"), "training"))
                          .toArray())));
    }
    for (Future<Response> call : calls) {
      ok(call.get());
    }
    clients.shutdown();
    summaries(experiment).then().body("dataset_summaries", hasSize(10));
  }

  @Test
  void modelsThatARunReadAndMade() {
    String run = run();
    ok(
        post(
            "runs/log-inputs",
            Map.of("run_id", run, "models", List.of(Map.of("model_id", "m-1")))));
    ok(
        post(
            "runs/log-inputs",
            Map.of(
                "run_id",
                run,
                "models",
                List.of(Map.of("model_id", "m-2"), Map.of("model_id", "m-1")))));
    ok(
        post(
            "runs/outputs",
            Map.of(
                "run_id",
                run,
                "models",
                List.of(Map.of("model_id", "m-4", "step", "7"), Map.of("model_id", "m-3")))));
    ok(
        post(
            "runs/outputs",
            Map.of("run_id", run, "models", List.of(Map.of("model_id", "m-3", "step", 9)))));

    get("runs/get", Map.of("run_id", run))
        .then()
        .body("run.inputs.model_inputs.model_id", contains("m-1", "m-2"))
        .body("run.outputs.model_outputs.model_id", contains("m-4", "m-3"))
        .body("run.outputs.model_outputs.step", contains(7, 9));
  }

  @Test
  void namesWhatIsWrong() {
    String run = run();
    invalid(logInputs(run, Map.of()), "required parameter 'datasets[0].dataset'");
    invalid(logInputs(run, Map.of("dataset", "x")), "parameter 'datasets[0].dataset' supplied");
    invalid(logInputs(run, "x"), "for parameter 'datasets' supplied");
    invalid(
        logInputs(run, Map.of("dataset", Map.of("digest", "1"))),
        "required parameter 'datasets[0].dataset.name'");
    invalid(
        logInputs(run, Map.of("dataset", Map.of("name", "1"))),
        "required parameter 'datasets[0].dataset.digest'");
    invalid(
        logInputs(run, Map.of("dataset", Map.of("name", 5, "digest", "1"))),
        "for parameter 'datasets[0].dataset.name' supplied");
    invalid(
        logInputs(run, Map.of("dataset", dataset("x".repeat(501), "1"))),
        "'name' exceeds the maximum length of 500 characters");
    invalid(
        logInputs(run, Map.of("dataset", dataset("x", "1".repeat(37)))),
        "'digest' exceeds the maximum length of 36 characters");
    invalid(
        logInputs(run, input(dataset("x", "1"), "x".repeat(501))),
        "'value' exceeds the maximum length of 500 characters");
    invalid(
        logInputs(
            run, Map.of("dataset", dataset("x", "1"), "tags", List.of(Map.of("value", "no key")))),
        "required parameter 'datasets[0].tags[0].key'");
    invalid(
        post("runs/log-inputs", Map.of("run_id", run, "models", List.of(Map.of()))),
        "required parameter 'models[0].model_id'");
    invalid(post("runs/outputs", Map.of("run_id", run)), "required parameter 'models'");
    invalid(
        post(
            "runs/outputs",
            Map.of("run_id", run, "models", List.of(Map.of("model_id", "m", "step", "x")))),
        "for parameter 'models[0].step' supplied");
    invalid(
        logInputs(
            run,
            IntStream.range(0, 1_001)
                .mapToObj(i -> Map.of("dataset", dataset("d" + i, "1")))
                .toArray()),
        "at most 1000 datasets");
    get("runs/get", Map.of("run_id", run)).then().body("run.inputs", equalTo(Map.of()));

    invalid(summaries(), "must specify at least one experiment_id");
    invalid(post("experiments/search-datasets", Map.of()), "at least one experiment_id");
    invalid(
        summaries(IntStream.range(0, 21).mapToObj(Integer::toString).toArray()),
        "cannot specify more than 20 experiment_ids. Received 21");
    invalid(summaries("x"), "must be a valid integer");
    assertThat(ok(summaries("999999")).asString()).isEqualTo("{}");
  }
}
