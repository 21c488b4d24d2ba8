package dev.grove.inference.feedback;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.bundle.BundleJson;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads feedback token by token: one object, or an array of them. */
final class FeedbackReader {
  private static final int LONGEST_LABEL = 10_000;

  private FeedbackReader() {}

  /**
   * @throws Refused naming the item and the field that is at fault
   */
  static List<FeedbackItem> read(InputStream body, int most) {
    List<FeedbackItem> items = new ArrayList<>();
    try (JsonParser parser = BundleJson.mapper().createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_OBJECT) {
        items.add(item(parser, ""));
      } else if (first == JsonToken.START_ARRAY) {
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
          String place = "[" + items.size() + "]";
          if (items.size() == most) {
            throw Refused.tooLarge("There are more than " + most + " items");
          }
          if (token != JsonToken.START_OBJECT) {
            throw Refused.invalid(place, "must be an object");
          }
          items.add(item(parser, place + "."));
        }
      } else {
        throw Refused.invalid("The body must be an object or an array of objects");
      }
      if (parser.nextToken() != null) {
        throw Refused.invalid("The body goes on after its end");
      }
      return items;
    } catch (JsonProcessingException e) {
      throw Refused.invalid("The body is not valid JSON: " + BundleJson.reason(e));
    } catch (IOException e) {
      throw Refused.invalid("The body could not be read to its end");
    }
  }

  private static FeedbackItem item(JsonParser parser, String place) throws IOException {
    String id = null;
    String label = null;
    double value = Double.NaN;
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      switch (field) {
        case "predictionId" -> id = text(parser, token, place + field);
        case "label" -> label = label(parser, token, place + field);
        case "value" -> value = number(parser, token, place + field);
        default ->
            throw Refused.invalid(
                place + field, "is unknown; known are predictionId, label and value");
      }
    }
    if (id == null) {
      throw Refused.invalid(place + "predictionId", "is missing");
    }
    if (label == null && Double.isNaN(value)) {
      throw Refused.invalid(place + "label", "is missing, and so is value");
    }
    return new FeedbackItem(id, label == null ? number(value) : label, numeric(label, value));
  }

  /** A class that is a number may be given as one. */
  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static double numeric(String label, double value) {
    if (!Double.isNaN(value) || label == null) {
      return value;
    }
    try {
      return Double.parseDouble(label);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static String text(JsonParser parser, JsonToken token, String field)
      throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw Refused.invalid(field, "must be a text");
    }
    return parser.getText();
  }

  private static String label(JsonParser parser, JsonToken token, String field)
      throws IOException {
    if (token == null || !token.isScalarValue() || token == JsonToken.VALUE_NULL) {
      throw Refused.invalid(field, "must be a text, a number or a boolean");
    }
    String label = parser.getText();
    if (label.length() > LONGEST_LABEL) {
      throw Refused.invalid(field, "is longer than " + LONGEST_LABEL + " characters");
    }
    return label;
  }

  private static double number(JsonParser parser, JsonToken token, String field)
      throws IOException {
    if (token == null || !token.isNumeric()) {
      throw Refused.invalid(field, "must be a number");
    }
    double value = parser.getDoubleValue();
    if (!Double.isFinite(value)) {
      throw Refused.invalid(field, "must be a finite number");
    }
    return value;
  }
}
