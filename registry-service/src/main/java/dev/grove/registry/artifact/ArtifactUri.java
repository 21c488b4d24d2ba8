package dev.grove.registry.artifact;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * URIs that say where artifacts lie. The registry opens those of its own store ({@code
 * mlflow-artifacts:/…}) and no others; foreign ones are for clients.
 */
public final class ArtifactUri {
  private static final Pattern URI =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+):(?://[^/]*)?(.*)", Pattern.DOTALL);
  private static final String OWN = "mlflow-artifacts";

  private ArtifactUri() {}

  /**
   * Checks a URI that a client gives: no file of the server, no way up, encoded or not.
   *
   * @param parameter what the request calls it
   */
  public static String check(String parameter, String uri) {
    Limits.length(parameter, Limits.URI, uri);
    String decoded = uri;
    for (int i = 0; i < 5 && decoded.indexOf('%') >= 0; i++) {
      decoded = decode(parameter, uri, decoded);
    }
    Matcher matcher = URI.matcher(decoded);
    if (!matcher.matches() || scheme(matcher).equals("file")) {
      throw invalid(parameter, uri, "it must be a URI, and not one of a local file");
    }
    boolean climbs = Arrays.asList(decoded.split("[/\\\\]", -1)).contains("..");
    if (climbs || decoded.chars().anyMatch(Character::isISOControl)) {
      throw invalid(parameter, uri, "it must be absolute, without relative path references");
    }
    if (scheme(matcher).equals(OWN)) {
      own(uri);
    }
    return uri;
  }

  private static String decode(String parameter, String uri, String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          invalid(parameter, uri, "it is not percent-encoded").getMessage(),
          e);
    }
  }

  private static RegistryException invalid(String parameter, String uri, String reason) {
    return RegistryException.invalid(
        parameter.equals("source")
            ? "Invalid model version source: '" + uri + "': " + reason + "."
            : "Invalid value for parameter '"
                + parameter
                + "' supplied: '"
                + uri
                + "': "
                + reason
                + ".");
  }

  /**
   * The place in the registry's own store.
   *
   * @param whose whose artifacts they are, for the refusal of other stores
   */
  public static ArtifactPath require(String whose, String uri) {
    return own(uri)
        .orElseThrow(
            () ->
                RegistryException.invalid(
                    "The artifacts of " + whose + " lie outside of the registry, at " + uri + "."));
  }

  /** The place in the registry's own store, if the URI is one of it. */
  public static Optional<ArtifactPath> own(String uri) {
    Matcher matcher = URI.matcher(uri);
    if (!matcher.matches() || !scheme(matcher).equals(OWN)) {
      return Optional.empty();
    }
    String path = matcher.group(2);
    int start = 0;
    while (start < path.length() && path.charAt(start) == '/') {
      start++;
    }
    int end = path.length();
    while (end > start && path.charAt(end - 1) == '/') {
      end--;
    }
    return Optional.of(ArtifactPath.of(path.substring(start, end)));
  }

  private static String scheme(Matcher matcher) {
    return matcher.group(1).toLowerCase(Locale.ROOT);
  }
}
