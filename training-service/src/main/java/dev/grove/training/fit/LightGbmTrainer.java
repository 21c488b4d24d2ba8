package dev.grove.training.fit;

import dev.grove.bundle.Task;
import dev.grove.training.evaluate.Ndcg;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Trains with LightGBM's native library inside this process. */
final class LightGbmTrainer implements Trainer {
  /** From this many places on, each tree sees a part of them: faster, and better on wide text. */
  static final int WIDE = 1_000;

  static final String WIDE_FRACTION = "0.3";

  LightGbmTrainer() {
    LightGbmLibrary.load();
  }

  @Override
  public TrainedModel train(TrainingSet set, TrainingPlan plan, RoundListener listener) {
    Map<String, String> parameters = parameters(set, plan);
    String text = line(parameters);
    boolean measured = set.validation().rows() > 0;
    try (NativeDataset training = NativeDataset.of(set.training(), set.names(), text, null);
        NativeDataset validation =
            measured ? NativeDataset.of(set.validation(), set.names(), text, training) : null;
        NativeBooster booster = NativeBooster.create(training, validation, text)) {
      EarlyStopping stopping =
          new EarlyStopping(
              plan.earlyStoppingRounds(), Metrics.higherIsBetter(parameters.get("metric")));
      int round = 0;
      boolean goOn = true;
      while (goOn && round < plan.rounds()) {
        goOn = booster.grow();
        round++;
        Map<String, Double> metrics = booster.validationMetrics();
        goOn &= !stopping.finished(round, metrics);
        listener.finished(round, metrics);
      }
      int best = stopping.bestRound();
      String fallback = new FallbackTrainer(training, set, parameters).train(round);
      return new TrainedModel(booster.text(best), fallback, round, best, parameters);
    }
  }

  @Override
  public double[][] rawScores(String modelText, EncodedRows rows) {
    try (NativeBooster booster = NativeBooster.parse(modelText)) {
      return booster.rawScores(rows);
    }
  }

  @Override
  public String version() {
    return LightGbmLibrary.VERSION;
  }

  /** What was asked for, over defaults that make a run repeatable. */
  private static Map<String, String> parameters(TrainingSet set, TrainingPlan plan) {
    boolean wide = set.names().size() > WIDE;
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("objective", objective(set.task()));
    parameters.put("metric", Metrics.standard(set.task()));
    if (set.task() == Task.RANKING) {
      parameters.put("eval_at", Integer.toString(Ndcg.AT));
    }
    parameters.put("learning_rate", "0.1");
    parameters.put("num_leaves", "31");
    if (wide) {
      parameters.put("feature_fraction", WIDE_FRACTION);
    }
    parameters.put("seed", Long.toString(plan.seed()));
    parameters.put("deterministic", "true");
    parameters.put("num_threads", Integer.toString(plan.threads()));
    parameters.put("verbosity", "-1");
    parameters.putAll(plan.parameters().values());
    if (!parameters.containsKey("force_row_wise") && !parameters.containsKey("force_col_wise")) {
      // Left open, LightGBM would choose by a stopwatch, and the sums of one run differ from
      // the next one's. Columns suit many features, rows a few of them.
      parameters.put(wide ? "force_col_wise" : "force_row_wise", "true");
    }
    if (set.task() == Task.MULTICLASS) {
      parameters.put("num_class", Integer.toString(set.classes()));
    }
    if (!set.categorical().isEmpty()) {
      parameters.put(
          "categorical_feature",
          set.categorical().stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    return parameters;
  }

  private static String objective(Task task) {
    return switch (task) {
      case BINARY -> "binary";
      case MULTICLASS -> "multiclass";
      case REGRESSION -> "regression";
      case RANKING -> "lambdarank";
    };
  }

  static String line(Map<String, String> parameters) {
    return parameters.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining(" "));
  }
}
