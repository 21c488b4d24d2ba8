package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.Refused;
import java.io.IOException;

/** What a batch's answer says of rows that are not predicted. */
final class FaultWriter {
  private FaultWriter() {}

  static void write(JsonGenerator json, int index, RowFault fault) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("error");
    if (fault.field() != null) {
      json.writeStringField("field", fault.field());
    }
    json.writeStringField("detail", fault.detail());
    json.writeEndObject();
    json.writeNumberField("index", index);
    json.writeEndObject();
  }

  /** In the place of the first row that was not reached, with the status that came too late. */
  static void write(JsonGenerator json, int index, Refused refusal) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("error");
    json.writeNumberField("status", refusal.code().status());
    json.writeStringField("title", refusal.code().title());
    if (refusal.field() != null) {
      json.writeStringField("field", refusal.field());
    }
    json.writeStringField("detail", refusal.getMessage());
    json.writeEndObject();
    json.writeNumberField("index", index);
    json.writeEndObject();
  }

  static void writeCounts(
      JsonGenerator json, int rows, int failed, Refused refusal, UnknownFields unknown)
      throws IOException {
    json.writeNumberField("rows", rows);
    json.writeNumberField("failed", failed);
    json.writeBooleanField("complete", refusal == null);
    if (!unknown.named().isEmpty()) {
      json.writeArrayFieldStart("unknownFields");
      for (String name : unknown.named()) {
        json.writeString(name);
      }
      json.writeEndArray();
    }
  }
}
