package dev.grove.inference;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/** Ids that tie together what services log about one request. */
public final class RequestIds {
  /** The header that carries them, in and out. */
  public static final String HEADER = "X-Request-Id";

  private static final int LONGEST = 128;

  private RequestIds() {}

  /** A new one: 32 hexadecimal digits. Unique enough to find a request, and no secret. */
  public static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  /** The client's own if it is 1 to 128 of {@code [A-Za-z0-9._-]}, else a new one. */
  public static String orNext(String given) {
    return given != null && isValid(given) ? given : next();
  }

  private static boolean isValid(String id) {
    if (id.isEmpty() || id.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '_' && c != '-') {
        return false;
      }
    }
    return true;
  }
}
