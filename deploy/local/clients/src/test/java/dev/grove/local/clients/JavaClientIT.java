package dev.grove.local.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.grove.local.services.Service;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.CreateExperiment;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.ExperimentTag;
import org.mlflow.api.proto.Service.FileInfo;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ActiveRun;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowContext;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.ModelVersionsPage;
import org.mlflow.tracking.RunsPage;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;

/** Every method of MLflow's Java client, version 2.17.2. */
@ExtendWith(RunningStack.Shared.class)
class JavaClientIT {
  private final String name = "java-" + UUID.randomUUID();
  private String uri;
  private MlflowClient client;
  private String experiment;

  @BeforeEach
  void connect(RunningStack stack) {
    uri = stack.uri(Service.REGISTRY);
    client = new MlflowClient(uri);
    experiment = client.createExperiment(name);
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static Metric metric(String key, double value, long timestamp, long step) {
    return Metric.newBuilder()
        .setKey(key)
        .setValue(value)
        .setTimestamp(timestamp)
        .setStep(step)
        .build();
  }

  private static void post(MlflowClient client, String path, String json) {
    assertThat(client.sendPost(path, json)).startsWith("{");
  }

  @Test
  void experiments() {
    Experiment found = client.getExperiment(experiment);
    assertThat(found.getName()).isEqualTo(name);
    assertThat(found.getLifecycleStage()).isEqualTo("active");
    assertThat(found.getArtifactLocation()).startsWith("mlflow-artifacts:/");

    client.setExperimentTag(experiment, "team", "fraud");
    client.renameExperiment(experiment, name + "-new");
    assertThat(client.getExperimentByName(name)).isEmpty();
    assertThat(client.getExperimentByName(name + "-new").orElseThrow().getTagsList())
        .contains(ExperimentTag.newBuilder().setKey("team").setValue("fraud").build());

    client.deleteExperiment(experiment);
    assertThat(client.getExperiment(experiment).getLifecycleStage()).isEqualTo("deleted");
    client.restoreExperiment(experiment);
    assertThat(client.getExperiment(experiment).getLifecycleStage()).isEqualTo("active");

    assertThatThrownBy(() -> client.createExperiment(name + "-new"))
        .isInstanceOfSatisfying(
            MlflowHttpException.class,
            refusal -> {
              assertThat(refusal.getStatusCode()).isEqualTo(400);
              assertThat(refusal.getBodyMessage()).contains("RESOURCE_ALREADY_EXISTS");
            });
  }

  @Test
  void experimentsFromAMessage() {
    String made =
        client.createExperiment(
            CreateExperiment.newBuilder()
                .setName(name + "-message")
                .addTags(ExperimentTag.newBuilder().setKey("k").setValue("v"))
                .build());
    assertThat(client.getExperiment(made).getTagsList())
        .contains(ExperimentTag.newBuilder().setKey("k").setValue("v").build());
  }

  @Test
  void searchOfExperiments() {
    List<String> made =
        IntStream.range(0, 3).mapToObj(i -> client.createExperiment(name + "-" + i)).toList();
    String mine = "name LIKE '" + name + "-%'";

    ExperimentsPage page =
        client.searchExperiments(mine, ViewType.ACTIVE_ONLY, 2, List.of("name DESC"));
    assertThat(page.getItems().stream().map(Experiment::getExperimentId).toList())
        .containsExactly(made.get(2), made.get(1));
    assertThat(page.hasNextPage()).isTrue();
    assertThat(page.getNextPage().getItems()).hasSize(1);
    ExperimentsPage rest =
        client.searchExperiments(
            mine,
            ViewType.ACTIVE_ONLY,
            2,
            List.of("name DESC"),
            page.getNextPageToken().orElseThrow());
    assertThat(rest.getItems().iterator().next().getExperimentId()).isEqualTo(made.get(0));
    assertThat(client.searchExperiments(mine).getPageSize()).isEqualTo(3);
    assertThat(client.searchExperiments().getPageSize()).isPositive();
  }

  @Test
  void whatIsLogged() {
    String run = client.createRun(experiment).getRunId();
    client.logParam(run, "depth", "6");
    client.logMetric(run, "auc", 0.5);
    client.logMetric(run, "loss", 0.5, 1_000, 0);
    client.logMetric(run, "loss", Double.NaN, 1_001, 1);
    client.logMetric(run, "loss", 0.25, 1_002, 2);
    client.setTag(run, "kept", "é");
    client.setTag(run, "gone", "1");
    client.deleteTag(run, "gone");
    client.logBatch(
        run,
        List.of(metric("auc", 0.75, System.currentTimeMillis(), 5)),
        List.of(Param.newBuilder().setKey("rate").setValue("0.1").build()),
        List.of(RunTag.newBuilder().setKey("batch").setValue("yes").build()));

    Run found = client.getRun(run);
    assertThat(found.getData().getParamsList())
        .extracting(Param::getKey, Param::getValue)
        .containsExactlyInAnyOrder(tuple("depth", "6"), tuple("rate", "0.1"));
    assertThat(found.getData().getMetricsList())
        .extracting(Metric::getKey, Metric::getValue)
        .containsExactlyInAnyOrder(tuple("auc", 0.75), tuple("loss", 0.25));
    assertThat(found.getData().getTagsList())
        .extracting(RunTag::getKey)
        .contains("kept", "batch")
        .doesNotContain("gone");
    assertThat(client.getMetricHistory(run, "loss"))
        .containsExactly(
            metric("loss", 0.5, 1_000, 0),
            metric("loss", Double.NaN, 1_001, 1),
            metric("loss", 0.25, 1_002, 2));
  }

  @Test
  void theLifeOfARun() {
    RunInfo made =
        client.createRun(
            CreateRun.newBuilder()
                .setExperimentId(experiment)
                .setRunName("named")
                .setStartTime(1_234)
                .addTags(RunTag.newBuilder().setKey("k").setValue("v"))
                .build());
    assertThat(made.getRunName()).isEqualTo("named");
    assertThat(made.getStatus()).isEqualTo(RunStatus.RUNNING);
    assertThat(made.getStartTime()).isEqualTo(1_234);

    client.setTerminated(made.getRunId());
    assertThat(client.getRun(made.getRunId()).getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    client.setTerminated(made.getRunId(), RunStatus.FAILED);
    assertThat(client.getRun(made.getRunId()).getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
    client.setTerminated(made.getRunId(), RunStatus.KILLED, 5_678);
    assertThat(client.getRun(made.getRunId()).getInfo().getEndTime()).isEqualTo(5_678);

    client.deleteRun(made.getRunId());
    assertThat(client.listRunInfos(experiment)).isEmpty();
    client.restoreRun(made.getRunId());
    assertThat(client.listRunInfos(experiment))
        .extracting(RunInfo::getRunId)
        .containsExactly(made.getRunId());
    assertThat(client.createRun().getExperimentId()).isEqualTo("0");
  }

  @Test
  void searchOfRuns() {
    List<String> runs = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      String run = client.createRun(experiment).getRunId();
      client.logBatch(
          run,
          List.of(metric("loss", 1.0 / (i + 1), 1, 0)),
          List.of(Param.newBuilder().setKey("even").setValue("" + (i % 2 == 0)).build()),
          List.of());
      runs.add(run);
    }
    List<String> where = List.of(experiment);
    List<String> best = List.of("metrics.loss ASC");

    assertThat(client.searchRuns(where, "params.even = 'true' and metrics.loss < 0.9"))
        .extracting(RunInfo::getRunId)
        .containsExactlyInAnyOrder(runs.get(2), runs.get(4));
    client.deleteRun(runs.get(0));
    assertThat(client.searchRuns(where, "", ViewType.DELETED_ONLY))
        .extracting(RunInfo::getRunId)
        .containsExactly(runs.get(0));
    assertThat(client.searchRuns(where, "", ViewType.ALL, 3).getPageSize()).isEqualTo(3);
    RunsPage page = client.searchRuns(where, "", ViewType.ACTIVE_ONLY, 3, best);
    assertThat(page.getItems())
        .extracting(run -> run.getInfo().getRunId())
        .containsExactly(runs.get(4), runs.get(3), runs.get(2));
    RunsPage rest =
        client.searchRuns(
            where, "", ViewType.ACTIVE_ONLY, 3, best, page.getNextPageToken().orElseThrow());
    assertThat(rest.getItems())
        .extracting(run -> run.getInfo().getRunId())
        .containsExactly(runs.get(1));
    assertThat(rest.hasNextPage()).isFalse();
  }

  @Test
  void contexts() {
    MlflowContext context = new MlflowContext(client);
    context.setExperimentName(name);
    assertThat(context.getExperimentId()).isEqualTo(experiment);
    assertThat(new MlflowContext(uri).setExperimentId(experiment).getExperimentId())
        .isEqualTo(experiment);

    ActiveRun parent = context.startRun("parent");
    ActiveRun child = context.startRun("child", parent.getId());
    child.logParams(Map.of("a", "1", "b", "2"));
    child.logParam("c", "3");
    child.logMetrics(Map.of("m", 0.5), 1);
    child.logMetrics(Map.of("n", 0.5));
    child.logMetric("m", 0.25, 2);
    child.logMetric("o", 1);
    child.setTags(Map.of("s", "t"));
    child.setTag("u", "v");
    child.endRun();
    parent.endRun(RunStatus.FAILED);
    context.withActiveRun(run -> run.logParam("inside", "1"));
    context.withActiveRun("named", run -> run.logParam("inside", "2"));

    Run found = client.getRun(child.getId());
    assertThat(found.getInfo().getStatus()).isEqualTo(RunStatus.FINISHED);
    assertThat(found.getData().getParamsCount()).isEqualTo(3);
    assertThat(found.getData().getMetricsList())
        .extracting(Metric::getKey)
        .containsExactlyInAnyOrder("m", "n", "o");
    assertThat(found.getData().getTagsList())
        .contains(
            RunTag.newBuilder().setKey("mlflow.parentRunId").setValue(parent.getId()).build());
    assertThat(child.getArtifactUri()).endsWith(child.getId() + "/artifacts");
    assertThat(client.searchRuns(List.of(experiment), "params.inside != '0'")).hasSize(2);
    try (MlflowClient again = context.getClient()) {
      assertThat(again).isSameAs(client);
    }
  }

  @Test
  void artifacts(@TempDir Path directory) throws Exception {
    PythonEnvironment.mlflow();
    Path one = Files.writeString(directory.resolve("one.txt"), "one");
    Path two = Files.writeString(Files.createDirectory(directory.resolve("sub")).resolve("2"), "2");
    String run = client.createRun(experiment).getRunId();

    client.logArtifact(run, one.toFile());
    client.logArtifact(run, two.toFile(), "into/deep");
    client.logArtifacts(run, directory.toFile(), "all");

    assertThat(client.listArtifacts(run))
        .extracting(FileInfo::getPath)
        .containsExactlyInAnyOrder("one.txt", "into", "all");
    assertThat(client.listArtifacts(run, "all"))
        .extracting(FileInfo::getPath)
        .containsExactlyInAnyOrder("all/one.txt", "all/sub");
    assertThat(client.downloadArtifacts(run, "all").toPath().resolve("sub/2")).hasContent("2");
    assertThat(client.downloadArtifacts(run).toPath().resolve("one.txt")).hasContent("one");
  }

  @Test
  void models() {
    String run = client.createRun(experiment).getRunId();
    post(client, "registered-models/create", "{\"name\": \"%s\"}".formatted(name));
    String version =
        "{\"name\": \"%s\", \"source\": \"runs:/%s/model\", \"run_id\": \"%s\"}"
            .formatted(name, run, run);
    for (int i = 0; i < 3; i++) {
      post(client, "model-versions/create", version);
    }
    post(
        client,
        "model-versions/transition-stage",
        "{\"name\": \"%s\", \"version\": \"2\", \"stage\": \"Production\"}".formatted(name));

    assertThat(client.getRegisteredModel(name).getName()).isEqualTo(name);
    assertThat(client.getModelVersion(name, "2").getCurrentStage()).isEqualTo("Production");
    assertThat(client.getLatestVersions(name))
        .extracting(ModelVersion::getVersion)
        .containsExactlyInAnyOrder("2", "3");
    assertThat(client.getLatestVersions(name, List.of("Production")))
        .extracting(ModelVersion::getVersion)
        .containsExactly("2");
    assertThat(client.getModelVersionDownloadUri(name, "1")).endsWith("/model");
    assertThat(
            client.sendPatch(
                "registered-models/update",
                "{\"name\": \"%s\", \"description\": \"told\"}".formatted(name)))
        .contains("told");
    assertThat(client.sendGet("registered-models/get?name=" + name)).contains("told");

    String mine = "name = '" + name + "'";
    ModelVersionsPage page = client.searchModelVersions(mine, 2, List.of("version_number DESC"));
    assertThat(page.getItems()).extracting(ModelVersion::getVersion).containsExactly("3", "2");
    assertThat(
            client
                .searchModelVersions(
                    mine, 2, List.of("version_number DESC"), page.getNextPageToken().orElseThrow())
                .getItems())
        .extracting(ModelVersion::getVersion)
        .containsExactly("1");
    assertThat(client.searchModelVersions(mine).getPageSize()).isEqualTo(3);
    assertThat(client.searchModelVersions().getPageSize()).isPositive();
  }

  @Test
  void downloadsOfModels(@TempDir Path directory) throws Exception {
    PythonEnvironment.mlflow();
    Path file = Files.writeString(directory.resolve("MLmodel"), "flavors: {}");
    String run = client.createRun(experiment).getRunId();
    client.logArtifact(run, file.toFile(), "model");
    post(client, "registered-models/create", "{\"name\": \"%s\"}".formatted(name));
    post(
        client,
        "model-versions/create",
        "{\"name\": \"%s\", \"source\": \"%s/model\", \"run_id\": \"%s\"}"
            .formatted(name, client.getRun(run).getInfo().getArtifactUri(), run));

    assertThat(client.downloadModelVersion(name, "1").toPath().resolve("MLmodel"))
        .hasContent("flavors: {}");
    assertThat(client.downloadLatestModelVersion(name, "None").toPath().resolve("MLmodel"))
        .hasContent("flavors: {}");
  }

  @Test
  void credentialsDoNotDisturb() {
    try (MlflowClient other = new MlflowClient(new BasicMlflowHostCreds(uri, "ann", "secret"))) {
      assertThat(other.getExperiment(experiment).getName()).isEqualTo(name);
    }
  }
}
