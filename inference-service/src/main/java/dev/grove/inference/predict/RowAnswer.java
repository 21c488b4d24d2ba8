package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * One row, a JSON object, and its answer.
 *
 * @param unknownFields the header that names them, or null
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record RowAnswer(byte[] json, String unknownFields) {
  private static final int USUAL_SIZE = 512;
  private static final int SINGLE = -1;

  /** What is answered about a row that was read. */
  interface Writer {
    void write(JsonGenerator json, Scratch scratch) throws IOException;
  }

  /**
   * @throws Refused if the body is no row of the model's
   */
  static RowAnswer of(ServedModel model, InputStream body, Writer writer) {
    UnknownFields unknown = new UnknownFields();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonParser parser = Json.parser(body);
        JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      Scratch scratch = model.borrow();
      try {
        read(model, parser, unknown, scratch);
        writer.write(json, scratch);
      } finally {
        model.giveBack(scratch);
      }
      json.flush();
      return new RowAnswer(bytes.toByteArray(), unknown.header());
    } catch (IOException e) {
      throw Refused.unreadable();
    }
  }

  private static void read(
      ServedModel model, JsonParser parser, UnknownFields unknown, Scratch scratch)
      throws IOException {
    try {
      JsonText.expect(parser.nextToken(), JsonToken.START_OBJECT, "one row as a JSON object");
      RowFault fault = new RowReader(model, unknown).read(parser, scratch);
      JsonText.expectEnd(parser);
      if (fault != null) {
        throw fault.refuse(SINGLE);
      }
    } catch (JsonProcessingException e) {
      throw MalformedJson.refuse(e, Json.path(parser));
    }
  }
}
