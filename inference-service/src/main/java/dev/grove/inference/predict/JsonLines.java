package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.Scratch;
import java.io.IOException;
import java.io.InputStream;

/**
 * Rows as lines, each a JSON object of its own, so that a line that is no JSON spoils itself alone.
 * Lines of blanks are none.
 */
final class JsonLines implements Rows {
  private final Lines lines;
  private final RowReader reader;

  /**
   * @param longest how many bytes a line may have
   */
  JsonLines(InputStream body, RowReader reader, int longest) {
    this.lines = new Lines(body, longest);
    this.reader = reader;
  }

  @Override
  public Next next(Scratch scratch) throws IOException {
    while (lines.next()) {
      if (lines.tooLong()) {
        return Next.of(RowFault.of(null, "is a line of more than " + lines.longest() + " bytes"));
      }
      if (!lines.blank()) {
        return Next.of(read(scratch));
      }
    }
    return Next.END;
  }

  private RowFault read(Scratch scratch) throws IOException {
    try (JsonParser parser = Json.FACTORY.createParser(lines.bytes(), 0, lines.length())) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return JsonRows.NO_OBJECT;
        }
        RowFault fault = reader.read(parser, scratch);
        JsonText.expectEnd(parser);
        return fault;
      } catch (JsonProcessingException e) {
        return malformed(MalformedJson.refuse(e, Json.path(parser)));
      } catch (Refused e) {
        return malformed(e);
      }
    }
  }

  private static RowFault malformed(Refused why) {
    return RowFault.malformed(why.field(), why.getMessage());
  }
}
