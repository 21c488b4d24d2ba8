package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.Task;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HyperParametersTest {
  @Test
  void aliasesAndSpellingsBecomeLightGbmsOwn() throws Exception {
    assertThat(
            parse(
                "{\"eta\": 0.05, \"max_leaves\": \"63\", \"extra_trees\": true,"
                    + " \"reg_lambda\": 1e-3, \"n_jobs\": 2.0, \"metrics\": [\"auc\"],"
                    + " \"objective\": \"binary\"}"))
        .isEqualTo(
            Map.of(
                "learning_rate", "0.05",
                "num_leaves", "63",
                "extra_trees", "true",
                "lambda_l2", "0.001",
                "num_threads", "2",
                "metric", "auc",
                "objective", "binary"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data",
        "train",
        "valid",
        "input_model",
        "model_input",
        "output_model",
        "model_out",
        "output_result",
        "convert_model",
        "machines",
        "workers",
        "nodes",
        "machine_list_filename",
        "num_machines",
        "local_listen_port",
        "time_out",
        "forcedsplits_filename",
        "forced_splits",
        "forcedbins_filename",
        "snapshot_freq",
        "save_period",
        "save_binary",
        "device_type",
        "device",
        "gpu_device_id",
        "tree_learner",
        "config",
        "config_file",
        "initscore_filename",
        "parser_config_file",
        "num_class",
        "categorical_feature",
        "linear_tree",
        "verbosity",
        "anything"
      })
  void whatTouchesTheMachineOrIsUnknownIsRefused(String name) {
    assertThatThrownBy(() -> parse("{\"" + name + "\": \"x\"}"))
        .isInstanceOfSatisfying(
            InvalidParameter.class,
            refused -> assertThat(refused.field()).isEqualTo("parameters." + name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "num_leaves     | 1",
        "num_leaves     | 1000000000",
        "num_leaves     | 3.5",
        "num_leaves     | true",
        "num_leaves     | \"31 data=/etc/passwd\"",
        "learning_rate  | 0",
        "learning_rate  | -1",
        "learning_rate  | \"NaN\"",
        "learning_rate  | 1e999",
        "learning_rate  | \"0.1.1\"",
        "learning_rate  | {}",
        "learning_rate  | null",
        "bagging_fraction | 1.5",
        "extra_trees    | 1",
        "boosting       | \"dart\"",
        "objective      | \"multiclass\"",
        "metric         | \"rmse\"",
        "metric         | []",
        "metric         | [\"auc\", \"auc\"]",
        "metric         | 7"
      })
  void valuesOutOfBoundsAreRefused(String name, String value) {
    assertThatThrownBy(() -> parse("{\"" + name + "\": " + value + "}"))
        .isInstanceOfSatisfying(
            InvalidParameter.class,
            refused -> {
              assertThat(refused.field()).isEqualTo("parameters." + name);
              assertThat(refused).hasMessageContaining("must be");
            });
  }

  @Test
  void whatHasAPlaceInTheJobIsSentThere() {
    assertThatThrownBy(() -> parse("{\"n_estimators\": 10}")).hasMessageContaining("rounds");
    assertThatThrownBy(() -> parse("{\"random_state\": 10}")).hasMessageContaining("seed");
    assertThatThrownBy(() -> parse("{\"early_stopping\": 10}"))
        .hasMessageContaining("earlyStoppingRounds");
  }

  @Test
  void twoNamesOfOneParameterAreRefused() {
    assertThatThrownBy(() -> parse("{\"eta\": 0.1, \"learning_rate\": 0.1}"))
        .hasMessageContaining("learning_rate");
  }

  @Test
  void objectiveMustSuitTheTask() throws Exception {
    ObjectMapper json = new ObjectMapper();
    assertThat(
            HyperParameters.parse(json.readTree("{\"objective\": \"poisson\"}"), Task.REGRESSION)
                .values())
        .containsEntry("objective", "poisson");
    assertThatThrownBy(
            () ->
                HyperParameters.parse(json.readTree("{\"loss\": \"lambdarank\"}"), Task.MULTICLASS))
        .hasMessageContaining("multiclassova");
  }

  private static Map<String, String> parse(String json) throws JsonProcessingException {
    return HyperParameters.parse(new ObjectMapper().readTree(json), Task.BINARY).values();
  }
}
