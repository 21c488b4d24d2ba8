package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.util.BitSet;

/**
 * Takes a tensor's JSON values one after the other. Its memory grows with what comes, not with what
 * the shape claims.
 */
abstract sealed class ElementSink permits RealSink, WholeSink, FlagSink, TextSink {
  private static final int FIRST_CAPACITY = 256;

  private final String tensor;
  private final Datatype datatype;
  private final int most;
  private final BitSet missing = new BitSet();
  private int count;

  /**
   * @param tensor words for it
   * @param most how many elements will come at most
   */
  ElementSink(String tensor, Datatype datatype, int most) {
    this.tensor = tensor;
    this.datatype = datatype;
    this.most = most;
  }

  static ElementSink of(String tensor, Datatype datatype, int most) {
    return switch (datatype) {
      case BYTES -> new TextSink(tensor, datatype, most);
      case BOOL -> new FlagSink(tensor, datatype, most);
      case FP16, BF16, FP32, FP64 -> new RealSink(tensor, datatype, most);
      default -> new WholeSink(tensor, datatype, most);
    };
  }

  final void add(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      missing.set(count);
      skip();
    } else {
      take(parser, token);
    }
    count++;
  }

  /** Takes a value that is not null as the element {@link #count}. */
  abstract void take(JsonParser parser, JsonToken token) throws IOException;

  /** Takes a null as the element {@link #count}. */
  abstract void skip();

  abstract Elements elements();

  final int count() {
    return count;
  }

  final Datatype datatype() {
    return datatype;
  }

  final BitSet missing() {
    return missing;
  }

  final int firstCapacity() {
    return Math.min(most, FIRST_CAPACITY);
  }

  /** What an array that is full grows to. */
  final int nextCapacity(int capacity) {
    return (int) Math.min(most, capacity * 2L);
  }

  /**
   * @param expected words for what the datatype takes
   */
  final Refused unfit(JsonToken token, String expected) {
    String found =
        switch (token) {
          case VALUE_STRING -> "a string";
          case VALUE_TRUE, VALUE_FALSE -> "a boolean";
          case START_OBJECT -> "an object";
          default -> "a number";
        };
    return refuse("is " + found + "; " + datatype + " takes " + expected);
  }

  final Refused refuse(String reason) {
    return Refused.invalid(tensor + ", element " + count + ": " + reason);
  }
}
