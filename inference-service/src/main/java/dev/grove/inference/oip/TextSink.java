package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Arrays;

final class TextSink extends ElementSink {
  private static final int FIRST_CHARS = 1_024;

  private char[] chars = new char[FIRST_CHARS];
  private int length;
  private int[] ends = new int[firstCapacity()];

  TextSink(String tensor, Datatype datatype, int most) {
    super(tensor, datatype, most);
  }

  @Override
  void take(JsonParser parser, JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_STRING) {
      throw unfit(token, "strings");
    }
    int more = parser.getTextLength();
    if (chars.length - length < more) {
      chars = Arrays.copyOf(chars, Math.max(chars.length * 2, length + more));
    }
    System.arraycopy(parser.getTextCharacters(), parser.getTextOffset(), chars, length, more);
    length += more;
    skip();
  }

  @Override
  void skip() {
    if (count() == ends.length) {
      ends = Arrays.copyOf(ends, nextCapacity(ends.length));
    }
    ends[count()] = length;
  }

  @Override
  Elements elements() {
    return new TextChars(chars, ends, missing(), count());
  }
}
