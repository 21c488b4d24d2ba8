package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes a prediction as its JSON object. */
final class AnswerWriter {
  private static final SerializableString LABEL = new SerializedString("label");
  private static final SerializableString PROBABILITIES = new SerializedString("probabilities");
  private static final SerializableString CONFIDENCE = new SerializedString("confidence");
  private static final SerializableString PREDICTION = new SerializedString("prediction");
  private static final SerializableString SCORE = new SerializedString("score");
  private static final SerializableString RAW_SCORES = new SerializedString("rawScores");
  private static final SerializableString MODEL = new SerializedString("model");
  private static final SerializableString VERSION = new SerializedString("version");
  private static final SerializableString PREDICTION_ID = new SerializedString("predictionId");
  private static final SerializableString SERVED_BY = new SerializedString("servedBy");

  private static final Set<String> TAKEN =
      Set.of("rawScores", "contributions", "model", "version", "predictionId", "servedBy");
  private static final Set<String> OF_CLASSIFICATION =
      Set.of("label", "probabilities", "confidence");
  private static final Set<String> OF_RANKING = Set.of("score");
  private static final Set<String> OF_REGRESSION = Set.of("prediction");

  private AnswerWriter() {}

  /** The main value comes once more under the target's name, unless that name is taken. */
  static void write(JsonGenerator json, AnsweredRow row, PredictOptions options)
      throws IOException {
    Labels labels = row.model().bundle().labels();
    String target = labels.target();
    json.writeStartObject();
    if (row.prediction() instanceof Prediction.Classification classification) {
      writeClasses(json, labels.classes(), classification, options.topK());
      writeRest(json, row, options);
      if (isFree(target, OF_CLASSIFICATION)) {
        json.writeFieldName(target);
        json.writeString(classification.label());
      }
    } else if (row.prediction() instanceof Prediction.Regression regression) {
      json.writeFieldName(PREDICTION);
      json.writeNumber(regression.value());
      writeRest(json, row, options);
      if (isFree(target, OF_REGRESSION)) {
        json.writeFieldName(target);
        json.writeNumber(regression.value());
      }
    } else if (row.prediction() instanceof Prediction.Ranking ranking) {
      json.writeFieldName(SCORE);
      json.writeNumber(ranking.score());
      writeRest(json, row, options);
      if (isFree(target, OF_RANKING)) {
        json.writeFieldName(target);
        json.writeNumber(ranking.score());
      }
    }
    json.writeEndObject();
  }

  private static boolean isFree(String target, Set<String> ofTask) {
    return !ofTask.contains(target) && !TAKEN.contains(target);
  }

  private static void writeRest(JsonGenerator json, AnsweredRow row, PredictOptions options)
      throws IOException {
    if (options.rawScores() && row.servedBy() != ServedBy.PRIOR) {
      writeRawScores(json, row);
    }
    if (options.contributions() && row.servedBy() != ServedBy.PRIOR) {
      ContributionWriter.write(json, row, options);
    }
    ServedModel model = row.model();
    json.writeFieldName(MODEL);
    json.writeString(model.name());
    json.writeFieldName(VERSION);
    json.writeString(model.version());
    if (row.predictionId() != null) {
      json.writeFieldName(PREDICTION_ID);
      json.writeString(row.predictionId());
    }
    json.writeFieldName(SERVED_BY);
    json.writeString(row.servedBy().json());
  }

  private static void writeRawScores(JsonGenerator json, AnsweredRow row) throws IOException {
    double[] scores = row.scratch().rawScores();
    json.writeFieldName(RAW_SCORES);
    json.writeArray(scores, 0, scores.length);
  }

  private static void writeClasses(
      JsonGenerator json, List<String> classes, Prediction.Classification prediction, int topK)
      throws IOException {
    json.writeFieldName(LABEL);
    json.writeString(prediction.label());
    json.writeFieldName(PROBABILITIES);
    json.writeStartObject();
    if (topK == 0) {
      for (int i = 0; i < classes.size(); i++) {
        json.writeFieldName(classes.get(i));
        json.writeNumber(prediction.probability(i));
      }
    } else {
      for (int i : mostProbable(prediction, topK)) {
        json.writeFieldName(classes.get(i));
        json.writeNumber(prediction.probability(i));
      }
    }
    json.writeEndObject();
    json.writeFieldName(CONFIDENCE);
    json.writeNumber(prediction.confidence());
  }

  /** Of equally probable classes the first comes first, as it is the label. */
  static int[] mostProbable(Prediction.Classification prediction, int count) {
    return IntStream.range(0, prediction.classes())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -prediction.probability(i)))
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
