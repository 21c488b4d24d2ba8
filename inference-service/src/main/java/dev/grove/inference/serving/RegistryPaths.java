package dev.grove.inference.serving;

import dev.grove.bundle.InvalidBundle;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Addresses made from what the registry said, which is not trusted to stay below the proxy. */
final class RegistryPaths {
  private static final String PROXIED = "mlflow-artifacts:";

  private RegistryPaths() {}

  /** The query of a GET; keys are ours, values anything. */
  static String query(Map<String, String> parameters) {
    List<String> pairs = new ArrayList<>();
    new TreeMap<>(parameters).forEach((key, value) -> pairs.add(key + "=" + encode(value)));
    return String.join("&", pairs);
  }

  /**
   * The path below the proxy that an artifact's URI names.
   *
   * @throws InvalidBundle if it lies elsewhere: this service fetches from its registry alone
   */
  static String belowProxy(String uri) {
    if (uri == null || !uri.startsWith(PROXIED + "/") || uri.startsWith(PROXIED + "//")) {
      throw new InvalidBundle("The bundle does not lie behind the registry's proxy: " + uri);
    }
    return uri.substring(PROXIED.length()).replaceAll("^/+|/+$", "");
  }

  /**
   * Percent-encodes a path segment by segment.
   *
   * @throws InvalidBundle if a segment is empty or names a parent
   */
  static String encodePath(String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new InvalidBundle("Not a path of an artifact: " + path);
      }
      segments.add(encode(segment));
    }
    return String.join("/", segments);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
