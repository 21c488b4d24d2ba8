package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import java.io.IOException;

/** Reads a tensor's {@code data}: flat, or nested as its shape is. */
final class JsonElements {
  private final JsonParser parser;
  private final String tensor;
  private final Shape shape;
  private final ElementSink sink;
  private boolean nested;

  private JsonElements(JsonParser parser, String tensor, Shape shape, ElementSink sink) {
    this.parser = parser;
    this.tensor = tensor;
    this.shape = shape;
    this.sink = sink;
  }

  /**
   * @param parser at the opening bracket; afterwards at the closing one
   */
  static Elements read(JsonParser parser, String name, Datatype datatype, Shape shape)
      throws IOException {
    String tensor = Words.tensor(name);
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw Refused.invalid(tensor + ": the data must be an array");
    }
    ElementSink sink = ElementSink.of(tensor, datatype, shape.count());
    new JsonElements(parser, tensor, shape, sink).level(0);
    if (sink.count() != shape.count()) {
      throw Refused.invalid(
          tensor
              + ": the data has "
              + sink.count()
              + " elements, but the shape "
              + shape
              + " stands for "
              + shape.count());
    }
    return sink.elements();
  }

  private void level(int level) throws IOException {
    int seen = 0;
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (level == 0 && seen == 0) {
        nested = token == JsonToken.START_ARRAY;
      }
      boolean leaf = !nested || level == shape.rank() - 1;
      if (leaf == (token == JsonToken.START_ARRAY)) {
        throw unlikeShape();
      }
      if (!leaf) {
        level(level + 1);
      } else if (sink.count() == shape.count()) {
        throw Refused.invalid(
            tensor + ": the data has more elements than the shape " + shape + " stands for");
      } else {
        sink.add(parser, token);
      }
      seen++;
    }
    if (nested && seen != shape.dimensions().get(level)) {
      throw unlikeShape();
    }
  }

  private Refused unlikeShape() {
    return Refused.invalid(
        tensor + ": the data must be flat, or nested as the shape " + shape + " is");
  }
}
