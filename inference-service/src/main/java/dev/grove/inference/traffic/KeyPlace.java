package dev.grove.inference.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Where a key lies in the whole: evenly spread, always the same, and in every process. Of two
 * models, the same clients do not lie together.
 */
final class KeyPlace {
  private static final int BITS = 53;

  private KeyPlace() {}

  /** From 0 to below 1. */
  static double of(String model, String key) {
    MessageDigest digest = sha256();
    digest.update(model.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    long bits = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8))).getLong();
    return (bits >>> (Long.SIZE - BITS)) / (double) (1L << BITS);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
