package dev.grove.training.fit;

import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Task;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import dev.grove.training.evaluate.LeftOut;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Learns from the training part what must be known before a row can be encoded. */
final class SplitFitter {
  private final SplitFiles split;
  private final Dataset.Schema schema;
  private final Targets targets;

  SplitFitter(SplitFiles split, Dataset.Schema schema, Targets targets) {
    this.split = split;
    this.schema = schema;
    this.targets = targets;
  }

  /**
   * @param asked null if the features are to be inferred
   */
  Fitted fit(FeatureSpec asked) throws IOException {
    String target = split.target().name();
    String group = split.groups() == null ? null : split.groups().column().name();
    InputSchema all = schema.inputs(target, group);
    InputSchema input = asked == null ? all : schema.only(FeatureColumns.of(asked));
    Set<String> asText = asked == null ? Set.of() : FeatureColumns.readAsText(asked);
    TrainingColumns columns;
    try (SplitReader reader = split.read(SplitFiles.TRAIN, input)) {
      columns = TrainingColumns.read(reader, targets, asText);
    }
    if (columns.rows() == 0) {
      throw new InvalidParameter("version", "its training part has no row");
    }
    List<LeftOut> leftOut = new ArrayList<>();
    if (schema.key() != null && !schema.key().equals(target)) {
      leftOut.add(new LeftOut(schema.key(), LeftOut.KEY));
    }
    if (group != null && !group.equals(schema.key())) {
      leftOut.add(new LeftOut(group, "group"));
    }
    FeatureSpec spec = asked;
    if (spec == null) {
      Task task = targets.labels().task();
      GiveAway giveAway = new GiveAway(columns, task, targets.labels().classes().size());
      SpecInference.Inferred inferred = new SpecInference(columns, giveAway).infer();
      spec = inferred.spec();
      leftOut.addAll(inferred.leftOut());
    } else {
      Set<String> used = FeatureColumns.of(asked);
      all.columns().stream()
          .filter(column -> !used.contains(column.name()))
          .forEach(column -> leftOut.add(new LeftOut(column.name(), "not asked for")));
    }
    FeatureEncoding encoding = new EncodingFitter(columns).fit(spec, schema);
    InputSchema used = schema.only(FeatureColumns.of(spec));
    List<String> mostPresent = new MostPresent(columns).columns(used);
    return new Fitted(
        encoding,
        used,
        leftOut,
        columns.prior(targets.labels().classes().size()),
        mostPresent,
        MostPresent.places(mostPresent, spec, encoding));
  }
}
