package dev.grove.bundle.features;

/**
 * MurmurHash3's 32-bit x86 variant with seed 0, fed byte by byte, so that texts are hashed as UTF-8
 * without being encoded first. Asking for the hash does not end the stream: hashes of growing
 * prefixes cost one pass. Reusable; not thread-safe.
 *
 * <p>A surrogate without its partner counts as {@code ?}, as in {@link String#getBytes}.
 */
final class Murmur3 {
  private static final int C1 = 0xcc9e2d51;
  private static final int C2 = 0x1b873593;

  private int state;

  /** Up to three bytes that fill no block yet. */
  private int tail;

  private int length;

  Murmur3 reset() {
    state = 0;
    tail = 0;
    length = 0;
    return this;
  }

  void putByte(int octet) {
    int filled = length++ & 3;
    tail |= (octet & 0xff) << (filled << 3);
    if (filled == 3) {
      state = Integer.rotateLeft(state ^ scramble(tail), 13) * 5 + 0xe6546b64;
      tail = 0;
    }
  }

  /** Little-endian. */
  void putInt(int value) {
    putByte(value);
    putByte(value >>> 8);
    putByte(value >>> 16);
    putByte(value >>> 24);
  }

  /** The code point's UTF-8 bytes. */
  void putCodePoint(int c) {
    if (c < 0x80) {
      putByte(c);
    } else if (c < 0x800) {
      putByte(0xc0 | (c >>> 6));
      putByte(0x80 | (c & 0x3f));
    } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
      putByte('?');
    } else if (c < 0x10000) {
      putByte(0xe0 | (c >>> 12));
      putByte(0x80 | ((c >>> 6) & 0x3f));
      putByte(0x80 | (c & 0x3f));
    } else {
      putByte(0xf0 | (c >>> 18));
      putByte(0x80 | ((c >>> 12) & 0x3f));
      putByte(0x80 | ((c >>> 6) & 0x3f));
      putByte(0x80 | (c & 0x3f));
    }
  }

  /** The UTF-8 bytes of a part of the text, which must not begin or end within a surrogate pair. */
  void putText(String text, int start, int end) {
    int i = start;
    while (i < end) {
      int c = text.codePointAt(i);
      putCodePoint(c);
      i += Character.charCount(c);
    }
  }

  /** The hash of what came since {@link #reset}. */
  int hash() {
    int h = state ^ scramble(tail);
    h ^= length;
    h ^= h >>> 16;
    h *= 0x85ebca6b;
    h ^= h >>> 13;
    h *= 0xc2b2ae35;
    return h ^ (h >>> 16);
  }

  /** The hash as an unsigned number, modulo the buckets. */
  int bucket(int buckets) {
    return Integer.remainderUnsigned(hash(), buckets);
  }

  /** How many bytes {@link #putText} makes of the whole text. */
  static int utf8Length(String text) {
    int bytes = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      boolean surrogate = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
      bytes += c < 0x80 || surrogate ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      i += Character.charCount(c);
    }
    return bytes;
  }

  private static int scramble(int block) {
    return Integer.rotateLeft(block * C1, 15) * C2;
  }
}
