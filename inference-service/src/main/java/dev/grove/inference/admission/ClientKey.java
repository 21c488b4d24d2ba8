package dev.grove.inference.admission;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Whose request it is, as far as fairness goes: the name that the client or its gateway gives, or
 * else its address. Unverified.
 */
final class ClientKey {
  static final String HEADER = "X-Grove-Client";

  private static final String ACTOR = "X-Grove-Actor";
  private static final String BASIC = "Basic ";
  private static final int LONGEST = 128;

  private ClientKey() {}

  /**
   * @param trustNames whether the client's own words count
   */
  static String of(HttpServerRequest request, boolean trustNames) {
    if (trustNames) {
      String name = request.getHeader(HEADER);
      if (name == null) {
        name = basicUser(request.getHeader("Authorization"));
      }
      if (name == null) {
        name = request.getHeader(ACTOR);
      }
      if (name != null && !name.isBlank()) {
        return name.length() > LONGEST ? name.substring(0, LONGEST) : name;
      }
    }
    SocketAddress peer = request.remoteAddress();
    return peer == null || peer.hostAddress() == null ? "" : "@" + peer.hostAddress();
  }

  private static String basicUser(String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())
        || authorization.length() > 1_024) {
      return null;
    }
    try {
      byte[] pair = Base64.getDecoder().decode(authorization.substring(BASIC.length()).strip());
      String text = new String(pair, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon > 0 ? text.substring(0, colon) : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
