package dev.grove.inference.predictionlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import dev.grove.bundle.Column;
import dev.grove.bundle.Prediction;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** A prediction as one line of JSON. */
final class JsonLines {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private JsonLines() {}

  static byte[] line(LoggedRow row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    write(row, bytes);
    return bytes.toByteArray();
  }

  /** With the line's end. */
  static void writeLine(LoggedRow row, ByteArrayOutputStream bytes) {
    write(row, bytes);
    bytes.write('\n');
  }

  private static void write(LoggedRow row, OutputStream bytes) {
    try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.writeStartObject();
      json.writeStringField("time", row.time().toString());
      json.writeStringField("model", row.model());
      json.writeStringField("version", row.version());
      optional(json, "requestId", row.requestId());
      optional(json, "predictionId", row.predictionId());
      json.writeStringField("servedBy", row.servedBy());
      inputs(json, row);
      outputs(json, row);
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("JSON could not be written to memory", e);
    }
  }

  private static void optional(JsonGenerator json, String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }

  /** Missing values are absent. */
  private static void inputs(JsonGenerator json, LoggedRow row) throws IOException {
    json.writeObjectFieldStart("inputs");
    List<Column> columns = row.columns();
    for (int i = 0; i < row.values().length; i++) {
      if (row.values()[i] instanceof Double number) {
        json.writeNumberField(columns.get(i).name(), number);
      } else if (row.values()[i] instanceof String text) {
        json.writeStringField(columns.get(i).name(), text);
      }
    }
    json.writeEndObject();
  }

  private static void outputs(JsonGenerator json, LoggedRow row) throws IOException {
    json.writeObjectFieldStart("outputs");
    if (row.prediction() instanceof Prediction.Classification classification) {
      json.writeStringField("label", classification.label());
      json.writeNumberField("confidence", classification.confidence());
      json.writeObjectFieldStart("probabilities");
      for (int i = 0; i < classification.classes(); i++) {
        json.writeNumberField(row.labels().classes().get(i), classification.probability(i));
      }
      json.writeEndObject();
    } else if (row.prediction() instanceof Prediction.Regression regression) {
      json.writeNumberField("prediction", regression.value());
    }
    json.writeEndObject();
  }
}
