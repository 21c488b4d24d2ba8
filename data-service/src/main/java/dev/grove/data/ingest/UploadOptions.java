package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import dev.grove.data.dataset.Cleaning;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a client wants its table to be read; names of columns are not yet looked up.
 *
 * @param target a name, an index from 0 or {@code last}; null if there is none
 */
record UploadOptions(
    char delimiter,
    boolean header,
    Charset encoding,
    boolean trim,
    List<String> nullTokens,
    String key,
    List<String> drop,
    String target) {
  /** Every option there is, as clients spell it. */
  static final Set<String> NAMES =
      Set.of("delimiter", "header", "encoding", "trim", "nullToken", "key", "drop", "target");

  /** Longest value of one option. */
  static final int MAX_CHARS = 10_000;

  /** Most fields of a form. */
  static final int MAX_FIELDS = 4_000;

  private static final int MAX_VALUES = 1_000;

  /**
   * Reads query parameters or form fields.
   *
   * @throws InvalidInput naming the option at fault
   */
  static UploadOptions of(Map<String, List<String>> values) {
    values.forEach(UploadOptions::checkSize);
    return new UploadOptions(
        delimiter(single(values, "delimiter")),
        flag(values, "header"),
        encoding(single(values, "encoding")),
        flag(values, "trim"),
        nullTokens(values.get("nullToken")),
        single(values, "key"),
        values.getOrDefault("drop", List.of()),
        single(values, "target"));
  }

  private static void checkSize(String name, List<String> values) {
    if (!NAMES.contains(name)) {
      throw new InvalidInput(
          shortened(name), "is no option; there are: " + String.join(", ", new TreeSet<>(NAMES)));
    }
    if (values.size() > MAX_VALUES) {
      throw new InvalidInput(name, "is given more than " + MAX_VALUES + " times");
    }
    for (String value : values) {
      if (value.length() > MAX_CHARS || value.indexOf('\0') >= 0) {
        throw new InvalidInput(name, "is longer than " + MAX_CHARS + " characters or has a NUL");
      }
    }
  }

  private static String single(Map<String, List<String>> values, String name) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw new InvalidInput(name, "is given more than once");
    }
    return given.isEmpty() ? null : given.get(0);
  }

  private static boolean flag(Map<String, List<String>> values, String name) {
    String text = single(values, name);
    if (text == null || text.equalsIgnoreCase("true")) {
      return true;
    }
    if (text.equalsIgnoreCase("false")) {
      return false;
    }
    throw new InvalidInput(name, "must be true or false");
  }

  private static char delimiter(String text) {
    if (text == null) {
      return ',';
    }
    if (text.equals("\\t") || text.toLowerCase(Locale.ROOT).equals("tab")) {
      return '\t';
    }
    char c = text.length() == 1 ? text.charAt(0) : '"';
    if (c == '"' || c == '\r' || c == '\n' || c >= 0xFEFF || Character.isSurrogate(c)) {
      throw new InvalidInput(
          "delimiter", "must be one character other than a quote or a line end; \\t is a tab");
    }
    return c;
  }

  private static Charset encoding(String name) {
    if (name == null) {
      return StandardCharsets.UTF_8;
    }
    try {
      return Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new InvalidInput("encoding", "is unknown: " + shortened(name));
    }
  }

  private static List<String> nullTokens(Collection<String> tokens) {
    return List.copyOf(
        new TreeSet<>(tokens == null || tokens.isEmpty() ? Cleaning.DEFAULT_NULL_TOKENS : tokens));
  }

  /** A client's text, short enough to be shown back. */
  static String shortened(String text) {
    return text.codePointCount(0, text.length()) <= 100
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 100)) + "…";
  }
}
