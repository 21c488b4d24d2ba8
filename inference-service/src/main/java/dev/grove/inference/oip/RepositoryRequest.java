package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import dev.grove.inference.predict.BoundedBody;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a client says to the repository; an empty body says nothing.
 *
 * @param ready whether it wants ready models alone
 * @param version of a model, or null
 */
record RepositoryRequest(boolean ready, String version) {
  private static final long LARGEST = 64 << 10;

  /**
   * @throws Refused if the body is no such JSON, or brings a model's configuration or files: models
   *     come from the registry
   */
  static RepositoryRequest read(InputStream body) {
    try (JsonParser parser = WireJson.FACTORY.createParser(new BoundedBody(body, LARGEST))) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return new RepositoryRequest(false, null);
      }
      if (first != JsonToken.START_OBJECT) {
        throw Refused.invalid("The body must be a JSON object, or empty");
      }
      boolean ready = false;
      String version = null;
      String field;
      while ((field = parser.nextFieldName()) != null) {
        JsonToken value = parser.nextToken();
        if (field.equals("ready")) {
          ready = ready(value);
        } else if (field.equals("parameters") && value == JsonToken.START_OBJECT) {
          version = version(parser);
        } else {
          parser.skipChildren();
        }
      }
      return new RepositoryRequest(ready, version);
    } catch (IOException e) {
      throw Refused.invalid("The body is not valid JSON");
    }
  }

  private static boolean ready(JsonToken value) {
    if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
      throw Refused.invalid("The field 'ready' must be true or false");
    }
    return value == JsonToken.VALUE_TRUE;
  }

  private static String version(JsonParser parser) throws IOException {
    String version = null;
    String parameter;
    while ((parameter = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      if (parameter.equals("version")) {
        if (value != JsonToken.VALUE_STRING) {
          throw Refused.invalid("The parameter 'version' must be a string");
        }
        version = parser.getText();
      } else if (parameter.equals("config") || parameter.startsWith("file:")) {
        throw Refused.invalid(
            "The parameter "
                + Words.quoted(parameter)
                + " is not taken: models come from the registry");
      } else {
        parser.skipChildren();
      }
    }
    return version;
  }
}
