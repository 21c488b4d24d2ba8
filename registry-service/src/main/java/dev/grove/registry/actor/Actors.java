package dev.grove.registry.actor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.core.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;

/**
 * Says who asks: the user of {@code Authorization: Basic}, as MLflow's clients send it, else {@code
 * X-Grove-Actor}. The only place of the service that reads either.
 */
@RequestScoped
public class Actors {
  /** The header of those who send no {@code Authorization}. */
  public static final String HEADER = "X-Grove-Actor";

  private static final String BASIC = "Basic ";

  private final HttpHeaders headers;

  Actors(HttpHeaders headers) {
    this.headers = headers;
  }

  public Actor current() {
    return of(headers.getHeaderString(HttpHeaders.AUTHORIZATION), headers.getHeaderString(HEADER));
  }

  static Actor of(String authorization, String header) {
    if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      String user = user(authorization.substring(BASIC.length()).strip());
      if (!user.isBlank()) {
        return named(HttpHeaders.AUTHORIZATION, user);
      }
    }
    return header == null || header.isBlank() ? Actor.ANONYMOUS : named(HEADER, header);
  }

  private static String user(String credentials) {
    try {
      String text = text(Base64.getDecoder().decode(credentials));
      int colon = text.indexOf(':');
      return colon < 0 ? text : text.substring(0, colon);
    } catch (IllegalArgumentException e) {
      throw new RegistryException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Invalid value for header 'Authorization' supplied: its Basic credentials are not Base64.",
          e);
    }
  }

  /** UTF-8 as RFC 7617 wants it, or Latin-1 as Python's clients send it. */
  private static String text(byte[] bytes) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, ISO_8859_1);
    }
  }

  private static Actor named(String header, String name) {
    String stripped = name.strip();
    if (stripped.length() > Actor.LONGEST_NAME
        || stripped.chars().anyMatch(Character::isISOControl)) {
      throw RegistryException.invalid(
          "Invalid value for header '"
              + header
              + "' supplied: a name has at most "
              + Actor.LONGEST_NAME
              + " characters and no control characters.");
    }
    return new Actor(stripped, false);
  }
}
