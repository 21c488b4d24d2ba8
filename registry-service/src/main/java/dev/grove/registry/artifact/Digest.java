package dev.grove.registry.artifact;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The size and the SHA-256 of some bytes.
 *
 * @param sha256 64 hexadecimal digits
 */
public record Digest(long bytes, String sha256) {
  static MessageDigest start() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  static Digest of(long bytes, MessageDigest sha256) {
    return new Digest(bytes, HexFormat.of().formatHex(sha256.digest()));
  }
}
