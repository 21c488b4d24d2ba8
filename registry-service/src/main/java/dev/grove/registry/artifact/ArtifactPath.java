package dev.grove.registry.artifact;

import dev.grove.registry.RegistryException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A relative path in the artifact store, as names that can only go down.
 *
 * <p>Whatever decodes, normalises or reads on another platform as a way up or out is refused: the
 * list of MLflow's CVE-2023-1177, -2024-1483, -1558, -1560, -1594 and -3848 is this class's test.
 */
public record ArtifactPath(List<String> names) {
  public static final ArtifactPath ROOT = new ArtifactPath(List.of());

  private static final int LONGEST = 2_048;
  private static final int LONGEST_NAME = 255;
  private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*", Pattern.DOTALL);
  private static final Pattern ENCODED =
      Pattern.compile(".*%(2e|2f|5c|25|00|23).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  public ArtifactPath {
    names = List.copyOf(names);
  }

  /** Reads a path as it stands in a URI: decoded once, and checked. */
  public static ArtifactPath ofEncoded(String encoded) {
    if (PERCENT.matcher(encoded).find()) {
      throw invalid("it is not percent-encoded");
    }
    return of(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
  }

  /** Reads a decoded path; the empty one is the store's root. */
  public static ArtifactPath of(String path) {
    if (path.isEmpty()) {
      return ROOT;
    }
    if (path.length() > LONGEST) {
      throw invalid("it has more than " + LONGEST + " characters");
    }
    if (path.startsWith("/")) {
      throw invalid("it is absolute");
    }
    if (ENCODED.matcher(path).matches()) {
      throw invalid("it is percent-encoded twice");
    }
    if (DRIVE.matcher(path).matches() || path.toLowerCase(Locale.ROOT).startsWith("file:")) {
      throw invalid("it names a drive or a scheme");
    }
    List<String> names = Arrays.asList(path.split("/", -1));
    names.forEach(ArtifactPath::check);
    return new ArtifactPath(names);
  }

  private static void check(String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw invalid("it has an empty name, '.' or '..'");
    }
    if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
      throw invalid("a name has more than " + LONGEST_NAME + " bytes");
    }
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '\\' || c == '#' || c == '\uFFFD' || Character.isISOControl(c)) {
        throw invalid("it has a backslash, '#' or a control character");
      }
      if (Character.isSurrogate(c)
          && !Character.isSurrogatePair(c, i + 1 < name.length() ? name.charAt(++i) : ' ')) {
        throw invalid("it is not well-formed text");
      }
    }
  }

  private static RegistryException invalid(String reason) {
    return RegistryException.invalid("Invalid path: " + reason + ".");
  }

  public boolean isRoot() {
    return names.isEmpty();
  }

  /** The last name. */
  public String name() {
    return names.get(names.size() - 1);
  }

  public ArtifactPath resolve(ArtifactPath below) {
    return new ArtifactPath(Stream.concat(names.stream(), below.names.stream()).toList());
  }

  @Override
  public String toString() {
    return String.join("/", names);
  }
}
