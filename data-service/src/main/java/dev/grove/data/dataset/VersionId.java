package dev.grove.data.dataset;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a version holds, as a digest: SHA-256 of the source's own SHA-256 followed by the canonical
 * options as JSON. The same bytes with the same options are the same version, in any dataset.
 */
public record VersionId(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[0-9a-f]{64}");

  public VersionId {
    if (!isWellFormed(value)) {
      throw new IllegalArgumentException("Not a version id: " + value);
    }
  }

  public static boolean isWellFormed(String text) {
    return ALLOWED.matcher(text).matches();
  }

  /**
   * The id of a source under options.
   *
   * @param sourceDigest the source's SHA-256, hexadecimal
   */
  public static VersionId of(String sourceDigest, String canonicalOptions) {
    MessageDigest digest = sha256();
    digest.update(HexFormat.of().parseHex(sourceDigest));
    digest.update(canonicalOptions.getBytes(StandardCharsets.UTF_8));
    return new VersionId(HexFormat.of().formatHex(digest.digest()));
  }

  /** A fresh SHA-256, which every Java platform has. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
