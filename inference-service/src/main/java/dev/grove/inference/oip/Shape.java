package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A tensor's dimensions.
 *
 * @param count of the elements
 */
record Shape(List<Integer> dimensions, int count) {
  private static final int MOST_DIMENSIONS = 8;

  /**
   * Reads an array of numbers, at whose bracket the parser stands.
   *
   * @param tensor words for it
   * @param mostElements that it may have
   */
  static Shape read(JsonParser parser, String tensor, int mostElements) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw Refused.invalid(tensor + ": the shape must be an array of whole numbers");
    }
    List<Integer> dimensions = new ArrayList<>();
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw Refused.invalid(tensor + ": the shape must be an array of whole numbers");
      }
      if (dimensions.size() == MOST_DIMENSIONS) {
        throw Refused.invalid(
            tensor + ": the shape has more than " + MOST_DIMENSIONS + " dimensions");
      }
      dimensions.add(dimension(parser, tensor, mostElements));
    }
    if (dimensions.isEmpty()) {
      throw Refused.invalid(tensor + ": the shape has no dimensions");
    }
    return new Shape(List.copyOf(dimensions), count(dimensions, tensor, mostElements));
  }

  private static int dimension(JsonParser parser, String tensor, int mostElements)
      throws IOException {
    if (parser.getText().startsWith("-")) {
      throw Refused.invalid(tensor + ": the shape has a negative dimension");
    }
    if (parser.getNumberType() != JsonParser.NumberType.INT
        || parser.getIntValue() > mostElements) {
      throw tooMany(tensor, mostElements);
    }
    return parser.getIntValue();
  }

  /** A zero makes the tensor empty, but whatever stands beside it must still be sensible. */
  private static int count(List<Integer> dimensions, String tensor, int mostElements) {
    long count = 1;
    boolean empty = false;
    for (int dimension : dimensions) {
      empty |= dimension == 0;
      count *= Math.max(1, dimension);
      if (count > mostElements) {
        throw tooMany(tensor, mostElements);
      }
    }
    return empty ? 0 : (int) count;
  }

  private static Refused tooMany(String tensor, int mostElements) {
    return Refused.invalid(
        tensor + ": the shape stands for more than " + mostElements + " elements");
  }

  int rank() {
    return dimensions.size();
  }

  /** The first dimension. */
  int rows() {
    return dimensions.get(0);
  }

  /** Whether each row has one element. */
  boolean isColumn() {
    return rank() == 1 || (rank() == 2 && dimensions.get(1) == 1);
  }

  @Override
  public String toString() {
    return dimensions.toString();
  }
}
