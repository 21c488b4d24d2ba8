package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.util.BitSet;

final class FlagSink extends ElementSink {
  private final BitSet values = new BitSet();

  FlagSink(String tensor, Datatype datatype, int most) {
    super(tensor, datatype, most);
  }

  @Override
  void take(JsonParser parser, JsonToken token) {
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw unfit(token, "true and false");
    }
    values.set(count(), token == JsonToken.VALUE_TRUE);
  }

  @Override
  void skip() {}

  @Override
  Elements elements() {
    return new Flags(values, missing(), count());
  }
}
