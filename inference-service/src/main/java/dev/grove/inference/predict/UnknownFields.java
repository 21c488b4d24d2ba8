package dev.grove.inference.predict;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.StringJoiner;

/**
 * The fields of a request that its model does not know: no error, but a header names them. One
 * instance for one request.
 */
final class UnknownFields {
  static final String HEADER = "X-Grove-Unknown-Fields";
  private static final int MOST_NAMED = 20;
  private static final int LONGEST_NAME = 100;

  private Set<String> named;
  private Set<String> ofRow;

  /** Forgets which names this row had. */
  void nextRow() {
    if (ofRow != null) {
      ofRow.clear();
    }
  }

  /** Notes a name that is no input; false if the row had it before. */
  boolean note(String name, boolean unknown) {
    if (ofRow == null) {
      ofRow = new HashSet<>();
    }
    if (!ofRow.add(name)) {
      return false;
    }
    if (unknown) {
      if (named == null) {
        named = new LinkedHashSet<>();
      }
      if (named.size() < MOST_NAMED) {
        named.add(name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name);
      }
    }
    return true;
  }

  /** The first of them, in the order in which they came. */
  Set<String> named() {
    return named == null ? Set.of() : named;
  }

  /** The header's value, or null if every field was known. */
  String header() {
    if (named == null) {
      return null;
    }
    StringJoiner joined = new StringJoiner(",");
    named.forEach(name -> joined.add(encode(name)));
    return joined.toString();
  }

  /** Visible ASCII as it is, all else percent-encoded, the comma too, for it separates. */
  private static String encode(String name) {
    StringBuilder encoded = new StringBuilder(name.length());
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7f && b != ',' && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append(String.format("%%%02X", b & 0xff));
      }
    }
    return encoded.toString();
  }
}
