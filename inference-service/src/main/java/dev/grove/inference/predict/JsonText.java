package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import java.io.IOException;

/** What a body must begin and end with. */
final class JsonText {
  private JsonText() {}

  static void expect(JsonToken token, JsonToken expected, String words) {
    if (token == null) {
      throw Refused.invalid("The body is empty; expected " + words);
    }
    if (token != expected) {
      throw Refused.invalid("The body is " + name(token) + "; expected " + words);
    }
  }

  static void expectEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw Refused.invalid("The body goes on after its end");
    }
  }

  private static String name(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "a number";
    };
  }
}
