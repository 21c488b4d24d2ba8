package dev.grove.inference.oip;

import dev.grove.inference.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Texts in their binary form.
 *
 * @param starts where each begins, after its length
 */
record TextBytes(String tensor, ByteBuffer bytes, int[] starts, int count) implements Texts {
  private static final char REPLACEMENT = '\uFFFD';

  @Override
  public String text(int index) {
    int start = starts[index];
    byte[] utf8 = new byte[bytes.getInt(start - Integer.BYTES)];
    bytes.get(start, utf8);
    String text = new String(utf8, StandardCharsets.UTF_8);
    if (text.indexOf(REPLACEMENT) >= 0) {
      requireUtf8(utf8, index);
    }
    return text;
  }

  private void requireUtf8(byte[] bytes, int index) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
    } catch (CharacterCodingException e) {
      throw Refused.invalid(Words.tensor(tensor) + ", element " + index + ": is no UTF-8");
    }
  }
}
