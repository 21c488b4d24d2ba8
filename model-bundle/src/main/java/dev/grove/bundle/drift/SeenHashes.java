package dev.grove.bundle.drift;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Base64;

/**
 * Which texts the reference had, by one bit for each bucket that a text's hash fell into: a text
 * that shares its bucket counts as seen. What the reference itself would have counted as unseen is
 * judged by the same bits, so that the comparison is fair however full they are.
 *
 * <p>In JSON the bits are Base64, little-endian.
 */
public final class SeenHashes {
  static final int MIN_BUCKETS = 1 << 10;
  static final int MAX_BUCKETS = 1 << 17;

  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final long[] bits;
  private final int mask;

  /**
   * @param buckets a power of two between the bounds
   */
  SeenHashes(int buckets) {
    this(new long[buckets >>> 6]);
  }

  private SeenHashes(long[] bits) {
    int buckets = bits.length << 6;
    if (Integer.bitCount(bits.length) != 1 || buckets < MIN_BUCKETS || buckets > MAX_BUCKETS) {
      throw new IllegalArgumentException(
          "seen: not a power of two between " + MIN_BUCKETS + " and " + MAX_BUCKETS + " bits");
    }
    this.bits = bits;
    this.mask = buckets - 1;
  }

  /**
   * @throws IllegalArgumentException if the text is no Base64 of so many bits
   */
  @JsonCreator
  public static SeenHashes ofBase64(String text) {
    if (text.length() > MAX_BUCKETS) {
      throw new IllegalArgumentException("seen: more than " + MAX_BUCKETS + " bits");
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("seen: is no Base64", e);
    }
    if (bytes.length % Long.BYTES != 0) {
      throw new IllegalArgumentException("seen: " + bytes.length + " bytes are no 64-bit words");
    }
    long[] bits = new long[bytes.length / Long.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(bits);
    return new SeenHashes(bits);
  }

  @JsonValue
  public String toBase64() {
    ByteBuffer bytes = ByteBuffer.allocate(bits.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(bits);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  /** The hash of nothing, to be fed character by character. */
  static long start() {
    return 0;
  }

  static long feed(long hash, char c) {
    long mixed = (hash ^ c) * MULTIPLIER;
    return mixed ^ (mixed >>> 29);
  }

  /** Of the first {@link TextScan#SCANNED} characters. */
  static long hash(String text) {
    long hash = start();
    int end = Math.min(TextScan.SCANNED, text.length());
    for (int i = 0; i < end; i++) {
      hash = feed(hash, text.charAt(i));
    }
    return hash;
  }

  /** The place of a hash. */
  int bucket(long hash) {
    return (int) ((hash * MULTIPLIER) >>> 40) & mask;
  }

  int buckets() {
    return mask + 1;
  }

  void add(int bucket) {
    bits[bucket >>> 6] |= 1L << bucket;
  }

  boolean has(long hash) {
    int bucket = bucket(hash);
    return (bits[bucket >>> 6] & 1L << bucket) != 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SeenHashes that && Arrays.equals(bits, that.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }
}
