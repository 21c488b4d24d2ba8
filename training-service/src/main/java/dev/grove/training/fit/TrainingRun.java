package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.Row;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.bundle.features.FeatureVector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** From a dataset's split to a verified bundle on disk: what a training process does. */
final class TrainingRun {
  private final WorkerRequest request;
  private final JobFiles files;
  private final Trainer trainer;
  private final Clock clock;
  private final Consumer<WorkerEvent> listener;

  TrainingRun(
      WorkerRequest request,
      JobFiles files,
      Trainer trainer,
      Clock clock,
      Consumer<WorkerEvent> listener) {
    this.request = request;
    this.files = files;
    this.trainer = trainer;
    this.clock = clock;
    this.listener = listener;
  }

  void run() throws IOException, DataServiceAway {
    SplitDownload download = new SplitDownload(request, files, new DataClient(request.dataUrl()));
    Dataset.Schema schema = download.schema();
    download.parts(SplitFiles.PARTS);
    Column target =
        schema
            .column(request.target())
            .orElseThrow(() -> new InvalidParameter("target", "is no column of the dataset"));
    SplitFiles split = new SplitFiles(files, target, groups(schema));
    Targets targets = Targets.of(request.task(), target, targetValues(split, schema));
    Fitted fitted = new SplitFitter(split, schema, targets).fit(request.features());
    ReferenceBuilder reference =
        ReferenceProfile.builder(fitted.input(), targets.labels(), request.seed());
    TrainedModel model = train(split, fitted, targets, reference);
    new BundleMaker(request, split, fitted, targets, trainer).make(model, reference);
    JobFiles.delete(files.data());
  }

  private GroupSplit groups(Dataset.Schema schema) {
    if (request.group() == null) {
      return null;
    }
    return schema
        .column(request.group())
        .map(GroupSplit::new)
        .orElseThrow(() -> new InvalidParameter("group", "is no column of the dataset"));
  }

  private Set<String> targetValues(SplitFiles split, Dataset.Schema schema) throws IOException {
    Set<String> values = new HashSet<>();
    if (request.task().isClassification()) {
      for (String part : SplitFiles.PARTS) {
        try (SplitReader reader = split.read(part, schema.only(Set.of()))) {
          while (reader.next()) {
            values.add(reader.targetText());
          }
        }
      }
    }
    return values;
  }

  private TrainedModel train(
      SplitFiles split, Fitted fitted, Targets targets, ReferenceBuilder reference)
      throws IOException {
    TrainingSet set =
        new TrainingSet(
            request.task(),
            fitted.encoding().names(),
            Arrays.stream(fitted.encoding().categorical()).boxed().toList(),
            fitted.fallback(),
            targets.labels().classes().size(),
            encode(split, SplitFiles.TRAIN, fitted, targets, reference::row),
            encode(split, SplitFiles.VALIDATION, fitted, targets, row -> {}));
    TrainingPlan plan =
        new TrainingPlan(
            new HyperParameters(request.parameters()),
            request.rounds(),
            request.earlyStoppingRounds(),
            request.seed(),
            Runtime.getRuntime().availableProcessors());
    try (Writer rounds = Files.newBufferedWriter(files.rounds())) {
      return trainer.train(
          set,
          plan,
          (round, metrics) -> {
            Map<String, Double> named = new LinkedHashMap<>();
            metrics.forEach((name, value) -> named.put("validation." + name, value));
            WorkerEvent event = WorkerEvent.round(round, clock.millis(), named);
            append(rounds, event);
            listener.accept(event);
          });
    }
  }

  private static void append(Writer rounds, WorkerEvent event) {
    try {
      rounds.write(Worker.JSON.writeValueAsString(event) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static EncodedRows encode(
      SplitFiles split, String part, Fitted fitted, Targets targets, Consumer<Row> seen)
      throws IOException {
    EncodedRows rows = new EncodedRows(fitted.encoding().size());
    GroupIds groups = new GroupIds();
    FeatureVector vector = new FeatureVector(fitted.encoding().size());
    try (SplitReader reader = split.read(part, fitted.input())) {
      while (reader.next()) {
        fitted.encoding().encode(reader.row(), vector);
        rows.add(vector, targets.of(reader));
        seen.accept(reader.row());
        if (split.groups() != null) {
          groups.add(reader.group());
        }
      }
    }
    return split.groups() == null ? rows : rows.grouped(groups);
  }
}
