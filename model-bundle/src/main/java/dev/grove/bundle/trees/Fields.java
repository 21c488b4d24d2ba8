package dev.grove.bundle.trees;

import java.util.HashMap;
import java.util.Map;

/** The {@code key=value} lines of a model text's header or of one of its trees. */
final class Fields {
  private static final int MAX_FIELDS = 64;

  private final String where;
  private final Map<String, String> values = new HashMap<>();

  /**
   * @param where begins every complaint, such as {@code Tree=3}
   */
  Fields(String where) {
    this.where = where;
  }

  /**
   * @param line up to its first equals sign the key; without one, a flag
   */
  void add(String line) {
    int equals = line.indexOf('=');
    String key = equals < 0 ? line : line.substring(0, equals);
    String value = equals < 0 ? "" : line.substring(equals + 1);
    if (values.put(key, value) != null) {
      throw invalid("repeats " + shortened(key));
    }
    if (values.size() > MAX_FIELDS) {
      throw invalid("has too many fields");
    }
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  String require(String key) {
    String value = values.get(key);
    if (value == null) {
      throw invalid("lacks " + key);
    }
    return value;
  }

  int integer(String key, int min, int max) {
    return integers(key, 1, min, max)[0];
  }

  int[] integers(String key, int count, long min, long max) {
    return Numbers.integers(where + ": " + key, require(key), count, min, max);
  }

  double[] doubles(String key, int count) {
    return Numbers.doubles(where + ": " + key, require(key), count);
  }

  InvalidModelText invalid(String what) {
    return new InvalidModelText(where + " " + what);
  }

  private static String shortened(String key) {
    return key.length() > 32 ? key.substring(0, 32) : key;
  }
}
