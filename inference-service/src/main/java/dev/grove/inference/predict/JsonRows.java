package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.serving.Scratch;
import java.io.IOException;

/** Rows as the elements of one JSON array. */
final class JsonRows implements Rows {
  static final RowFault NO_OBJECT = RowFault.of(null, "must be a row, a JSON object");

  private final JsonParser parser;
  private final RowReader reader;
  private boolean begun;

  JsonRows(JsonParser parser, RowReader reader) {
    this.parser = parser;
    this.reader = reader;
  }

  @Override
  public Next next(Scratch scratch) throws IOException {
    try {
      return read(scratch);
    } catch (JsonProcessingException e) {
      throw MalformedJson.refuse(e, Json.path(parser));
    }
  }

  private Next read(Scratch scratch) throws IOException {
    if (!begun) {
      JsonText.expect(parser.nextToken(), JsonToken.START_ARRAY, "a JSON array of rows");
      begun = true;
    }
    JsonToken token = parser.nextToken();
    if (token == JsonToken.END_ARRAY) {
      JsonText.expectEnd(parser);
      return Next.END;
    }
    if (token != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return Next.of(NO_OBJECT);
    }
    return Next.of(reader.read(parser, scratch));
  }
}
