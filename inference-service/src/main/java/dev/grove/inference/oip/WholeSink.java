package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;

final class WholeSink extends ElementSink {
  /** Up to here a double stands for no other whole number. */
  private static final double LARGEST_EXACT = 0x1p53;

  private long[] values = new long[firstCapacity()];

  WholeSink(String tensor, Datatype datatype, int most) {
    super(tensor, datatype, most);
  }

  @Override
  void take(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      put(inRange(whole(parser.getDoubleValue())));
    } else if (token != JsonToken.VALUE_NUMBER_INT) {
      throw unfit(token, "whole numbers");
    } else if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      BigInteger value = parser.getBigIntegerValue();
      if (!datatype().holds(value)) {
        throw outOfRange();
      }
      put(value.longValue());
    } else {
      put(inRange(parser.getLongValue()));
    }
  }

  private long inRange(long value) {
    if (!datatype().holds(value)) {
      throw outOfRange();
    }
    return value;
  }

  private long whole(double value) {
    if (value != Math.rint(value) || Math.abs(value) > LARGEST_EXACT) {
      throw refuse("is no whole number; " + datatype() + " takes those alone");
    }
    return (long) value;
  }

  private Refused outOfRange() {
    return refuse("is beyond " + datatype());
  }

  @Override
  void skip() {
    put(0);
  }

  private void put(long value) {
    if (count() == values.length) {
      values = Arrays.copyOf(values, nextCapacity(values.length));
    }
    values[count()] = value;
  }

  @Override
  Elements elements() {
    return new Wholes(values, missing(), datatype() == Datatype.UINT64, count());
  }
}
