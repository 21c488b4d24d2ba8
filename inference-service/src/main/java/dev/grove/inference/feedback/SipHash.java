package dev.grove.inference.feedback;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-2-4 of short texts under a 128-bit key (Aumasson and Bernstein, 2012): who lacks the key
 * can't make a hash that fits, and a hash costs tens of nanoseconds, where an HMAC costs a
 * microsecond.
 */
final class SipHash {
  static final int KEY_BYTES = 16;

  private static final int ROUNDS_A_WORD = 2;
  private static final int ROUNDS_AT_THE_END = 4;

  private final long k0;
  private final long k1;

  /**
   * @param key 16 bytes
   */
  SipHash(byte[] key) {
    if (key.length != KEY_BYTES) {
      throw new IllegalArgumentException(key.length + " bytes are no key of " + KEY_BYTES);
    }
    ByteBuffer words = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    k0 = words.getLong();
    k1 = words.getLong();
  }

  /** The hash of the first bytes. */
  long hash(byte[] bytes, int length) {
    State state = new State(k0, k1);
    ByteBuffer words = ByteBuffer.wrap(bytes, 0, length).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= Long.BYTES) {
      state.word(words.getLong());
    }
    long last = (long) length << 56;
    for (int shift = 0; words.hasRemaining(); shift += 8) {
      last |= (words.get() & 0xffL) << shift;
    }
    state.word(last);
    return state.end();
  }

  /** The four words that are stirred. */
  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void word(long word) {
      v3 ^= word;
      stir(ROUNDS_A_WORD);
      v0 ^= word;
    }

    long end() {
      v2 ^= 0xff;
      stir(ROUNDS_AT_THE_END);
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void stir(int rounds) {
      for (int i = 0; i < rounds; i++) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
      }
    }
  }
}
