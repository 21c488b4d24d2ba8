package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.Refused;
import java.io.IOException;

/** A batch's answer as one JSON object: {@code predictions}, and then how many there are. */
final class JsonBatchWriter implements BatchWriter {
  private final JsonGenerator json;
  private final UnknownFields unknown;

  JsonBatchWriter(JsonGenerator json, UnknownFields unknown) {
    this.json = json;
    this.unknown = unknown;
  }

  @Override
  public void begin() throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("predictions");
  }

  @Override
  public void row(AnsweredRow row, PredictOptions options) throws IOException {
    AnswerWriter.write(json, row, options);
  }

  @Override
  public void fault(int index, RowFault fault) throws IOException {
    FaultWriter.write(json, index, fault);
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void end(int rows, int failed, Refused refusal) throws IOException {
    if (refusal != null) {
      FaultWriter.write(json, rows, refusal);
    }
    json.writeEndArray();
    FaultWriter.writeCounts(json, rows, failed, refusal, unknown);
    json.writeEndObject();
    json.flush();
  }
}
