package dev.grove.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/**
 * What names and texts may be, as MLflow's {@code mlflow/utils/validation.py} has it. Lengths count
 * Unicode code points.
 */
public final class Limits {
  public static final int KEY = 250;
  public static final int EXPERIMENT_NAME = 500;
  public static final int EXPERIMENT_TAG = 20_000;
  public static final int PARAMETER_VALUE = 6_000;
  public static final int RUN_TAG = 8_000;
  public static final int MODEL_TAG = 100_000;
  public static final int NAME = 256;
  public static final int ALIAS = 255;
  public static final int URI = 2_048;
  public static final int DESCRIPTION = 100_000;

  private static final Pattern KEY_CHARACTERS =
      Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);

  private Limits() {}

  /**
   * A key of a metric, parameter or tag: some characters, and as a path it must name itself.
   *
   * @param path how the request calls the key, such as {@code metrics[3].name}
   */
  public static String key(String path, String key) {
    return key(path, path, key);
  }

  /**
   * The same, where MLflow calls a key that is too long by another name.
   *
   * @param name that other name
   */
  public static String key(String path, String name, String key) {
    if (!KEY_CHARACTERS.matcher(key).matches()) {
      throw RegistryException.invalidValue(
          path,
          key,
          "Names may only contain alphanumerics, underscores (_), dashes (-), periods (.),"
              + " spaces ( ), colon(:) and slashes (/).");
    }
    if (!isPlainPath(key)) {
      throw RegistryException.invalidValue(
          path,
          key,
          "Names may be treated as files in certain cases, and must not resolve to other names"
              + " when treated as such. This name would resolve to '"
              + resolved(key)
              + "'");
    }
    return length(name, KEY, key);
  }

  /** What a path comes to, as Python's {@code posixpath.normpath} has it. */
  private static String resolved(String path) {
    Deque<String> names = new ArrayDeque<>();
    boolean absolute = path.startsWith("/");
    for (String name : path.split("/", -1)) {
      if (name.equals("..") && !names.isEmpty() && !names.getLast().equals("..")) {
        names.removeLast();
      } else if (!name.isEmpty() && !name.equals(".") && !(name.equals("..") && absolute)) {
        names.addLast(name);
      }
    }
    String joined = String.join("/", names);
    return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
  }

  /** Whether every segment is a name: not empty, not {@code .}, not {@code ..}. */
  public static boolean isPlainPath(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  public static String length(String what, int limit, String value) {
    if (isLonger(value, limit)) {
      throw RegistryException.invalid(
          "'" + what + "' exceeds the maximum length of " + limit + " characters");
    }
    return value;
  }

  /** The text, cut to the limit. */
  public static String cut(int limit, String value) {
    return isLonger(value, limit) ? value.substring(0, value.offsetByCodePoints(0, limit)) : value;
  }

  private static boolean isLonger(String value, int limit) {
    return value.length() > limit && value.codePointCount(0, value.length()) > limit;
  }
}
