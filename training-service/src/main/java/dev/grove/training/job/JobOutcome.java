package dev.grove.training.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.training.fit.JobFiles;
import dev.grove.training.fit.TrainingResult;
import dev.grove.training.fit.Worker;
import dev.grove.training.fit.WorkerEvent;
import dev.grove.training.publish.PublishableRun;
import dev.grove.training.publish.PublishableRun.Metric;
import dev.grove.training.publish.PublishableRun.Model;
import dev.grove.training.publish.PublishableRun.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a job's files into what the registry is told. */
final class JobOutcome {
  /** The scores that are single numbers. */
  private static final List<String> SCALARS =
      List.of("accuracy", "auc", "logLoss", "rmse", "mae", "r2", "ndcg");

  private static final List<String> AVERAGED = List.of("precision", "recall", "f1");

  private JobOutcome() {}

  static PublishableRun of(TrainingJob job, JobFiles files) throws IOException {
    JobSpec spec = job.spec();
    Map<String, String> parameters = new LinkedHashMap<>();
    List<Metric> metrics = new ArrayList<>(rounds(files));
    Model model = null;
    Instant finished = job.finishedAt();
    if (job.state() instanceof JobState.Publishing) {
      TrainingResult result = Worker.JSON.readValue(files.result().toFile(), TrainingResult.class);
      finished = Files.getLastModifiedTime(files.result()).toInstant();
      parameters.putAll(result.parameters());
      JsonNode evaluation = Worker.JSON.valueToTree(result.evaluation());
      metrics.addAll(finalMetrics(evaluation, finished.toEpochMilli()));
      model = new Model(files.bundle(), spec.model(), result.manifestSha256());
    } else {
      parameters.putAll(spec.parameters());
    }
    parameters.put("rounds", Integer.toString(spec.rounds()));
    parameters.put("early_stopping_rounds", Integer.toString(spec.earlyStoppingRounds()));
    parameters.put("dataset", spec.dataset());
    parameters.put("dataset_version", spec.version());
    parameters.put("split", spec.split());
    parameters.put("target", spec.target());
    if (spec.group() != null) {
      parameters.put("group", spec.group());
    }
    return new PublishableRun(
        job.id(),
        job.requestId(),
        spec.experiment(),
        status(job.state()),
        job.startedAt(),
        finished,
        parameters,
        metrics,
        model);
  }

  private static Status status(JobState state) {
    if (state instanceof JobState.Failed) {
      return Status.FAILED;
    }
    return state instanceof JobState.Cancelled ? Status.KILLED : Status.FINISHED;
  }

  /** Whole lines alone: a process that was ended may have left half a one. */
  private static List<Metric> rounds(JobFiles files) throws IOException {
    List<Metric> metrics = new ArrayList<>();
    if (!Files.exists(files.rounds())) {
      return metrics;
    }
    for (String line : Files.readAllLines(files.rounds())) {
      if (line.endsWith("}")) {
        WorkerEvent event = Worker.JSON.readValue(line, WorkerEvent.class);
        event
            .metrics()
            .forEach(
                (key, value) -> metrics.add(new Metric(key, value, event.at(), event.round())));
      }
    }
    return metrics;
  }

  /** {@code test.accuracy}, {@code fallback.test.f1_weighted} and so on. */
  private static List<Metric> finalMetrics(JsonNode evaluation, long at) {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(new Metric("best_round", evaluation.path("bestRound").asInt(), at, 0));
    evaluation
        .path("splits")
        .properties()
        .forEach(split -> addScores(metrics, split.getKey(), split.getValue(), at));
    evaluation
        .at("/fallback/splits")
        .properties()
        .forEach(split -> addScores(metrics, "fallback." + split.getKey(), split.getValue(), at));
    return metrics;
  }

  private static void addScores(List<Metric> metrics, String prefix, JsonNode scores, long at) {
    for (String name : SCALARS) {
      add(metrics, prefix + "." + snake(name), scores.path(name), at);
    }
    for (String name : AVERAGED) {
      for (String kind : List.of("weighted", "macro")) {
        add(metrics, prefix + "." + name + "_" + kind, scores.path(name).path(kind), at);
      }
    }
  }

  private static void add(List<Metric> metrics, String key, JsonNode value, long at) {
    if (value.isNumber()) {
      metrics.add(new Metric(key, value.asDouble(), at, 0));
    }
  }

  private static String snake(String name) {
    return name.equals("logLoss") ? "log_loss" : name;
  }
}
