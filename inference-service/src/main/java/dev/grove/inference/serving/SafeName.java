package dev.grove.inference.serving;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * File names for names that others chose. A readable start, then a digest of the whole: names with
 * slashes, dots or upper-case letters never meet, escape their directory or grow too long.
 */
final class SafeName {
  private static final int READABLE = 40;
  private static final int DIGEST = 32;

  private SafeName() {}

  static String of(String name) {
    String readable = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    return readable.substring(0, Math.min(READABLE, readable.length()))
        + "-"
        + Digests.sha256(name.getBytes(StandardCharsets.UTF_8)).substring(0, DIGEST);
  }
}
