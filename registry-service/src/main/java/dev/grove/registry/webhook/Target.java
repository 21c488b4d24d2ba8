package dev.grove.registry.webhook;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where a webhook's deliveries go, taken apart once: what was checked here is what is connected to,
 * and no other reader of URLs has a say.
 *
 * @param host a name, or an address in its canonical form; an IPv6 address without brackets
 * @param path with its query, as it is sent
 */
public record Target(String url, boolean secure, String host, int port, String path) {
  private static final int LONGEST = 500;
  private static final int LEAST_FREE_PORT = 1024;
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?)+");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-fA-F:.]+]");

  /** The last part of a host that programs read as an address: decimal, octal or hexadecimal. */
  private static final Pattern NUMBER = Pattern.compile("[0-9]+|0[xX][0-9a-fA-F]*");

  private static final Pattern DOTTED =
      Pattern.compile("((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$)|$)){4}");

  /**
   * Reads a URL.
   *
   * @param httpToo whether it may do without TLS
   */
  public static Target parse(String url, boolean httpToo) {
    if (url.isBlank()) {
      throw RegistryException.invalid("Webhook URL cannot be empty or just whitespace.");
    }
    Limits.length("url", LONGEST, url);
    URI uri = uri(url);
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean secure = scheme.equals("https");
    if (!secure && !(httpToo && scheme.equals("http"))) {
      throw invalid(
          "Invalid webhook URL scheme. Allowed schemes are: "
              + (httpToo ? "https, http" : "https"));
    }
    if (uri.getRawUserInfo() != null) {
      throw invalid("Webhook URL must not have a user or a password");
    }
    if (uri.getRawFragment() != null) {
      throw invalid("Webhook URL must not have a fragment");
    }
    String host = host(uri);
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return new Target(
        url,
        secure,
        host,
        port(uri, secure),
        uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery());
  }

  private static URI uri(String url) {
    if (!url.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw invalid("Webhook URL must be of printable ASCII characters");
    }
    try {
      return new URI(url).parseServerAuthority();
    } catch (URISyntaxException e) {
      throw invalid("Invalid webhook URL: " + e.getReason());
    }
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    if (host == null || host.isEmpty()) {
      throw invalid("Webhook URL must include a hostname");
    }
    if (IPV6.matcher(host).matches()) {
      return host.substring(1, host.length() - 1);
    }
    if (!NAME.matcher(host).matches() || host.length() > 253) {
      throw invalid("Webhook URL must include a hostname of letters, digits, dots and hyphens");
    }
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    String last = bare.substring(bare.lastIndexOf('.') + 1);
    if (NUMBER.matcher(last).matches() && !DOTTED.matcher(host).matches()) {
      throw invalid("Webhook URL's host is not a canonical IP address");
    }
    return host;
  }

  private static int port(URI uri, boolean secure) {
    if (uri.getPort() == -1) {
      return secure ? 443 : 80;
    }
    int port = uri.getPort();
    boolean usual = port == 443 || port == 80;
    if (!usual && (port < LEAST_FREE_PORT || port > 65_535)) {
      throw invalid("Webhook URL's port must be 80, 443 or from 1024 to 65535");
    }
    return port;
  }

  private static RegistryException invalid(String reason) {
    return RegistryException.invalid(reason + " (parameter 'url').");
  }

  /** What the request's Host header says. */
  String authority() {
    String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return port == (secure ? 443 : 80) ? name : name + ":" + port;
  }
}
