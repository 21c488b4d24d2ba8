package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.util.Locale;

/**
 * Reads one tensor's JSON object. JSON's fields have no order: data that comes before the shape is
 * passed over and read afterwards.
 */
final class TensorReader {
  private final JsonParser parser;
  private final InferBody body;
  private final int mostElements;
  private final int index;
  private String name;
  private Datatype datatype;
  private String datatypeName;
  private Shape shape;
  private String contentType;
  private long binarySize = -1;
  private int passedOver = -1;
  private Elements elements;

  /**
   * @param parser at the opening brace
   * @param index the tensor's among the inputs
   */
  TensorReader(JsonParser parser, InferBody body, int mostElements, int index) {
    this.parser = parser;
    this.body = body;
    this.mostElements = mostElements;
    this.index = index;
  }

  /**
   * Reads to the closing brace.
   *
   * @param binaryFrom where this tensor's binary data begins, if it has any
   */
  Tensor read(int binaryFrom) throws IOException {
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      switch (field) {
        case "name" -> name = text(name, field, value);
        case "datatype" -> datatypeName = text(datatypeName, field, value);
        case "shape" -> {
          requireFirst(shape == null, field);
          shape = Shape.read(parser, words(), mostElements);
        }
        case "parameters" -> parameters(value);
        case "data" -> data(value);
        default -> parser.skipChildren();
      }
    }
    require(name, "name");
    require(datatypeName, "datatype");
    require(shape, "shape");
    return new Tensor(name, datatype(), shape, decoded(elements(binaryFrom)));
  }

  /** How many bytes of binary data the tensor announced. */
  int binarySize() {
    return Math.max(0, (int) binarySize);
  }

  private void parameters(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    if (value != JsonToken.START_OBJECT) {
      throw Refused.invalid(words() + ": the parameters must be an object");
    }
    String parameter;
    while ((parameter = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (parameter.equals("binary_data_size") && token != JsonToken.VALUE_NULL) {
        requireFirst(binarySize < 0, parameter);
        binarySize = size(token);
      } else if (parameter.equals("content_type") && token != JsonToken.VALUE_NULL) {
        contentType = text(contentType, parameter, token);
      } else {
        parser.skipChildren();
      }
    }
  }

  private long size(JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || parser.getLongValue() < 0) {
      throw Refused.invalid(words() + ": binary_data_size must be a number of bytes");
    }
    return parser.getLongValue();
  }

  private void data(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    requireFirst(elements == null && passedOver < 0, "data");
    if (name != null && datatypeName != null && shape != null) {
      elements = JsonElements.read(parser, name, datatype(), shape);
      return;
    }
    long at = parser.currentTokenLocation().getByteOffset();
    if (at < 0) {
      throw Refused.invalid("The body must be JSON in UTF-8");
    }
    passedOver = (int) at;
    parser.skipChildren();
  }

  private Elements elements(int binaryFrom) throws IOException {
    boolean json = elements != null || passedOver >= 0;
    if (json == binarySize >= 0) {
      throw Refused.invalid(
          words()
              + (json
                  ? ": has both data and binary_data_size"
                  : ": has neither data nor binary_data_size"));
    }
    if (binarySize >= 0) {
      if (binarySize > body.binaryLength() - binaryFrom) {
        throw Refused.invalid(
            words()
                + ": binary_data_size is "
                + binarySize
                + ", but "
                + (body.binaryLength() - binaryFrom)
                + " bytes are left after the JSON of "
                + InferBody.JSON_LENGTH);
      }
      return BinaryElements.read(
          body.binary(binaryFrom, (int) binarySize), name, datatype(), shape);
    }
    if (elements == null) {
      try (JsonParser again =
          WireJson.FACTORY.createParser(body.bytes(), passedOver, body.jsonLength() - passedOver)) {
        again.nextToken();
        elements = JsonElements.read(again, name, datatype(), shape);
      }
    }
    return elements;
  }

  /** MLServer's content types: those that say how texts are written matter here. */
  private Elements decoded(Elements raw) {
    if (contentType == null || !(raw instanceof Texts texts)) {
      return raw;
    }
    return switch (contentType.toLowerCase(Locale.ROOT)) {
      case "pd_json" -> new PandasTexts(texts);
      case "base64" -> new Base64Texts(texts);
      default -> texts;
    };
  }

  private Datatype datatype() {
    if (datatype == null) {
      datatype = Datatype.of(datatypeName, name);
    }
    return datatype;
  }

  private String text(String before, String field, JsonToken value) throws IOException {
    requireFirst(before == null, field);
    if (value != JsonToken.VALUE_STRING) {
      throw Refused.invalid(words() + ": the " + field + " must be a string");
    }
    return parser.getText();
  }

  private void requireFirst(boolean first, String field) {
    if (!first) {
      throw Refused.invalid(words() + ": the " + field + " stands there twice");
    }
  }

  private void require(Object value, String field) {
    if (value == null) {
      throw Refused.invalid(words() + ": the " + field + " is missing");
    }
  }

  private String words() {
    return name == null ? "Input [" + index + "]" : Words.tensor(name);
  }
}
