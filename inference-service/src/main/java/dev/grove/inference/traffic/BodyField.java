package dev.grove.inference.traffic;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/** One field of a JSON object, found without reading more of it than need be. */
final class BodyField {
  private static final JsonFactory JSON =
      JsonFactory.builder().disable(JsonFactory.Feature.INTERN_FIELD_NAMES).build();

  private BodyField() {}

  /** Its text; empty if it is missing, null or not a plain value, or the body is no object. */
  static Optional<String> find(byte[] body, String name) {
    try (JsonParser parser = JSON.createParser(body)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      String field;
      while ((field = parser.nextFieldName()) != null) {
        JsonToken value = parser.nextToken();
        if (field.equals(name)) {
          return value.isScalarValue() && value != JsonToken.VALUE_NULL
              ? Optional.of(parser.getText())
              : Optional.empty();
        }
        parser.skipChildren();
      }
      return Optional.empty();
    } catch (IOException e) {
      // Whoever reads the body to answer it says what is wrong with it.
      return Optional.empty();
    }
  }
}
