package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

final class RealSink extends ElementSink {
  private double[] values = new double[firstCapacity()];

  RealSink(String tensor, Datatype datatype, int most) {
    super(tensor, datatype, most);
  }

  @Override
  void take(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
      throw unfit(token, "numbers");
    }
    put(datatype().nearest(parser.getDoubleValue()));
  }

  @Override
  void skip() {
    put(Double.NaN);
  }

  private void put(double value) {
    if (count() == values.length) {
      values = Arrays.copyOf(values, nextCapacity(values.length));
    }
    values[count()] = value;
  }

  @Override
  Elements elements() {
    return new Reals(values, count());
  }
}
