package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Writes a prediction as its JSON object. */
final class AnswerWriter {
  private static final SerializableString LABEL = new SerializedString("label");
  private static final SerializableString PROBABILITIES = new SerializedString("probabilities");
  private static final SerializableString CONFIDENCE = new SerializedString("confidence");
  private static final SerializableString PREDICTION = new SerializedString("prediction");
  private static final SerializableString SCORE = new SerializedString("score");
  private static final SerializableString MODEL = new SerializedString("model");
  private static final SerializableString VERSION = new SerializedString("version");
  private static final SerializableString PREDICTION_ID = new SerializedString("predictionId");

  private static final Set<String> OF_CLASSIFICATION =
      Set.of("label", "probabilities", "confidence", "model", "version", "predictionId");
  private static final Set<String> OF_RANKING = Set.of("score", "model", "version", "predictionId");
  private static final Set<String> OF_REGRESSION =
      Set.of("prediction", "model", "version", "predictionId");

  private AnswerWriter() {}

  /** The main value comes once more under the target's name, unless that name is taken. */
  static void write(JsonGenerator json, ServedModel model, Prediction prediction, String id)
      throws IOException {
    Labels labels = model.bundle().labels();
    json.writeStartObject();
    if (prediction instanceof Prediction.Classification classification) {
      writeClasses(json, labels.classes(), classification);
      writeModel(json, model, id);
      if (!OF_CLASSIFICATION.contains(labels.target())) {
        json.writeFieldName(labels.target());
        json.writeString(classification.label());
      }
    } else if (prediction instanceof Prediction.Regression regression) {
      json.writeFieldName(PREDICTION);
      json.writeNumber(regression.value());
      writeModel(json, model, id);
      if (!OF_REGRESSION.contains(labels.target())) {
        json.writeFieldName(labels.target());
        json.writeNumber(regression.value());
      }
    } else if (prediction instanceof Prediction.Ranking ranking) {
      json.writeFieldName(SCORE);
      json.writeNumber(ranking.score());
      writeModel(json, model, id);
      if (!OF_RANKING.contains(labels.target())) {
        json.writeFieldName(labels.target());
        json.writeNumber(ranking.score());
      }
    }
    json.writeEndObject();
  }

  /**
   * @param id null if the answer has none
   */
  private static void writeModel(JsonGenerator json, ServedModel model, String id)
      throws IOException {
    json.writeFieldName(MODEL);
    json.writeString(model.name());
    json.writeFieldName(VERSION);
    json.writeString(model.version());
    if (id != null) {
      json.writeFieldName(PREDICTION_ID);
      json.writeString(id);
    }
  }

  private static void writeClasses(
      JsonGenerator json, List<String> classes, Prediction.Classification prediction)
      throws IOException {
    json.writeFieldName(LABEL);
    json.writeString(prediction.label());
    json.writeFieldName(PROBABILITIES);
    json.writeStartObject();
    for (int i = 0; i < classes.size(); i++) {
      json.writeFieldName(classes.get(i));
      json.writeNumber(prediction.probability(i));
    }
    json.writeEndObject();
    json.writeFieldName(CONFIDENCE);
    json.writeNumber(prediction.confidence());
  }
}
