package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.Refused;
import java.io.IOException;

/**
 * A batch's answer as lines, each a JSON object; the last one, {@code {"end": …}}, tells how many
 * there are.
 */
final class LinesWriter implements BatchWriter {
  private final JsonGenerator json;
  private final UnknownFields unknown;

  /**
   * @param json puts nothing between one root value and the next
   */
  LinesWriter(JsonGenerator json, UnknownFields unknown) {
    this.json = json.setRootValueSeparator(null);
    this.unknown = unknown;
  }

  @Override
  public void begin() {}

  @Override
  public void row(AnsweredRow row, PredictOptions options) throws IOException {
    AnswerWriter.write(json, row, options);
    json.writeRaw('\n');
  }

  @Override
  public void fault(int index, RowFault fault) throws IOException {
    FaultWriter.write(json, index, fault);
    json.writeRaw('\n');
  }

  @Override
  public void flush() throws IOException {
    json.flush();
  }

  @Override
  public void end(int rows, int failed, Refused refusal) throws IOException {
    if (refusal != null) {
      FaultWriter.write(json, rows, refusal);
      json.writeRaw('\n');
    }
    json.writeStartObject();
    json.writeObjectFieldStart("end");
    FaultWriter.writeCounts(json, rows, failed, refusal, unknown);
    json.writeEndObject();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
