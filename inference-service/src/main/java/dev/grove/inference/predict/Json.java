package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The JSON of requests and answers: strict, bounded, and token by token. */
final class Json {
  private static final int DEEPEST = 32;
  private static final int LONGEST_NAME = 1_024;
  private static final int LONGEST_NUMBER = 1_000;
  private static final int LONGEST_TEXT = 1 << 20;

  static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
          .enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNameLength(LONGEST_NAME)
                  .maxNumberLength(LONGEST_NUMBER)
                  .maxStringLength(LONGEST_TEXT)
                  .build())
          .build();

  private Json() {}

  /** Of a body that is in memory the bytes are read in place. */
  static JsonParser parser(InputStream body) throws IOException {
    return body instanceof ByteArrayInputStream bytes
        ? FACTORY.createParser(bytes.readAllBytes())
        : FACTORY.createParser(body);
  }

  /** The field that the parser stands at: {@code price}, {@code [3].price}; null outside. */
  static String path(JsonParser parser) {
    JsonStreamContext place = parser.getParsingContext();
    while (place.getParent() != null && !isOfRow(place) && !isBatch(place)) {
      place = place.getParent();
    }
    if (!place.inObject() || place.getCurrentName() == null) {
      return place.inArray() ? "[" + place.getCurrentIndex() + "]" : null;
    }
    JsonStreamContext around = place.getParent();
    return path(place.getCurrentName(), around.inArray() ? around.getCurrentIndex() : -1);
  }

  private static boolean isBatch(JsonStreamContext place) {
    return place.inArray() && place.getParent().inRoot();
  }

  private static boolean isOfRow(JsonStreamContext place) {
    JsonStreamContext around = place.getParent();
    return place.inObject() && (around.inRoot() || isBatch(around));
  }

  /**
   * @param index the row's in its batch, or -1 for a single row
   */
  static String path(String field, int index) {
    return index < 0 ? field : "[" + index + "]." + field;
  }
}
