package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;
import java.util.List;

/** Writes an encoded row: the touched places alone, ascending. */
final class EncodingWriter {
  private EncodingWriter() {}

  /** NaN, which JSON lacks, is null. */
  static void write(JsonGenerator json, ServedModel model, FeatureVector vector)
      throws IOException {
    vector.sortTouched();
    List<String> names = model.bundle().encoding().names();
    json.writeStartObject();
    json.writeStringField("model", model.name());
    json.writeStringField("version", model.version());
    json.writeArrayFieldStart("names");
    for (int k = 0; k < vector.touched(); k++) {
      json.writeString(names.get(vector.touchedIndex(k)));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("indices");
    for (int k = 0; k < vector.touched(); k++) {
      json.writeNumber(vector.touchedIndex(k));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("values");
    for (int k = 0; k < vector.touched(); k++) {
      double value = vector.get(vector.touchedIndex(k));
      if (Double.isNaN(value)) {
        json.writeNull();
      } else {
        json.writeNumber(value);
      }
    }
    json.writeEndArray();
    json.writeNumberField("size", vector.size());
    json.writeEndObject();
  }
}
