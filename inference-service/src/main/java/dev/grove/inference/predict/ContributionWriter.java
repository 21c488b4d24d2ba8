package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.bundle.Column;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Task;
import dev.grove.bundle.trees.Forest;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.util.List;

/**
 * Writes what each input column contributed to raw scores: of a multiclass answer those of the most
 * probable classes that were asked for, or of the label's alone; of a binary one that of the
 * positive class.
 */
final class ContributionWriter {
  /** So many numbers a row has at most before they are summed by columns. */
  private static final long MOST_NUMBERS = 1 << 22;

  private ContributionWriter() {}

  /**
   * @throws Refused if the forest's answers cannot be explained
   */
  static void check(Forest forest) {
    forest
        .unexplained()
        .ifPresent(
            why -> {
              throw Refused.invalid("contributions", "the model cannot be explained: " + why);
            });
    if ((forest.features() + 1L) * forest.outputs() > MOST_NUMBERS) {
      throw Refused.invalid("contributions", "the model is too wide to be explained");
    }
  }

  /** Nothing is written of a fallback forest that cannot be explained. */
  static void write(JsonGenerator json, AnsweredRow row, PredictOptions options)
      throws IOException {
    ModelBundle bundle = row.model().bundle();
    Forest forest =
        row.servedBy() == ServedBy.FALLBACK ? bundle.fallback().forest() : bundle.forest();
    if (forest.unexplained().isPresent()) {
      return;
    }
    double[] places = row.scratch().contributions(forest);
    ColumnContributions columns = new ColumnContributions(bundle.encoding(), bundle.input());
    json.writeArrayFieldStart("contributions");
    for (int output : outputs(bundle, row.prediction(), options)) {
      json.writeStartObject();
      if (bundle.labels().task().isClassification()) {
        int index = bundle.labels().task() == Task.BINARY ? 1 : output;
        json.writeStringField("class", bundle.labels().classes().get(index));
      }
      int from = output * (forest.features() + 1);
      json.writeNumberField("rawScore", row.scratch().rawScores()[output]);
      json.writeNumberField("expectedValue", places[from + forest.features()]);
      writeColumns(json, bundle.input().columns(), columns.of(places, from));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeColumns(JsonGenerator json, List<Column> columns, double[] values)
      throws IOException {
    json.writeObjectFieldStart("columns");
    for (int i = 0; i < values.length; i++) {
      json.writeNumberField(columns.get(i).name(), values[i]);
    }
    json.writeEndObject();
  }

  private static int[] outputs(ModelBundle bundle, Prediction prediction, PredictOptions options) {
    if (bundle.labels().task() == Task.MULTICLASS
        && prediction instanceof Prediction.Classification classes) {
      return options.topK() == 0
          ? new int[] {classes.index()}
          : AnswerWriter.mostProbable(classes, options.topK());
    }
    return new int[] {0};
  }
}
