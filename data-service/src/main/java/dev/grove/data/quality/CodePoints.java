package dev.grove.data.quality;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The order of classes: by code point, which UTF-8's bytes keep and Java's own order does not. */
final class CodePoints {
  private CodePoints() {}

  static int compare(String a, String b) {
    return Arrays.compareUnsigned(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }
}
