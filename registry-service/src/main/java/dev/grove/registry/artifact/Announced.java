package dev.grove.registry.artifact;

import dev.grove.registry.RegistryException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a client says in headers about the bytes that it sends; each must hold.
 *
 * @param digests by header, as the client knows it
 */
public record Announced(Map<String, Announced.Claim> digests) {
  public static final Announced NOTHING = new Announced(Map.of());

  /** The client's own header: 64 hexadecimal digits. */
  public static final String SHA256_HEADER = "X-Grove-SHA256";

  private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern MEMBER = Pattern.compile("([a-z0-9*._-]+)=:([A-Za-z0-9+/=]*):");

  /** RFC 9530's names of what every Java platform computes; it asks to pass over all others. */
  private static final Map<String, String> ALGORITHMS =
      Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

  /** A digest by an algorithm of Java's. */
  public record Claim(String algorithm, byte[] value) {
    boolean holdsFor(byte[] computed) {
      return Arrays.equals(value, computed);
    }
  }

  public Announced {
    digests = Map.copyOf(digests);
  }

  /**
   * Reads {@code X-Grove-SHA256}, {@code Content-Digest}, {@code Repr-Digest} and {@code
   * Content-MD5}.
   *
   * @param header a header by its name; null where it is absent
   */
  public static Announced of(UnaryOperator<String> header) {
    Map<String, Claim> digests = new LinkedHashMap<>();
    String sha256 = header.apply(SHA256_HEADER);
    if (sha256 != null) {
      if (!HEX.matcher(sha256).matches()) {
        throw invalid(SHA256_HEADER, sha256, "It must be 64 hexadecimal digits.");
      }
      digests.put(SHA256_HEADER, new Claim("SHA-256", HexFormat.of().parseHex(sha256)));
    }
    fields(digests, "Content-Digest", header.apply("Content-Digest"));
    fields(digests, "Repr-Digest", header.apply("Repr-Digest"));
    String md5 = header.apply("Content-MD5");
    if (md5 != null) {
      digests.put("Content-MD5", claim("Content-MD5", "MD5", md5, 16));
    }
    return new Announced(digests);
  }

  /** The SHA-256 that was announced, as 64 hexadecimal digits. */
  Optional<String> sha256() {
    return digests.values().stream()
        .filter(claim -> claim.algorithm().equals("SHA-256"))
        .map(claim -> HexFormat.of().formatHex(claim.value()))
        .findFirst();
  }

  private static void fields(Map<String, Claim> digests, String header, String value) {
    if (value == null) {
      return;
    }
    for (String field : value.split(",", -1)) {
      Matcher member = MEMBER.matcher(field.strip().toLowerCase(Locale.ROOT));
      if (!member.matches()) {
        throw invalid(header, value, "It must be such as sha-256=:<Base64>:.");
      }
      String algorithm = ALGORITHMS.get(member.group(1));
      if (algorithm != null) {
        String text = field.substring(field.indexOf(':') + 1, field.lastIndexOf(':'));
        digests.put(
            header + " " + member.group(1),
            claim(header, algorithm, text, algorithm.equals("SHA-256") ? 32 : 64));
      }
    }
  }

  private static Claim claim(String header, String algorithm, String base64, int bytes) {
    byte[] value;
    try {
      value = Base64.getDecoder().decode(base64.strip());
    } catch (IllegalArgumentException e) {
      value = new byte[0];
    }
    if (value.length != bytes) {
      throw invalid(header, base64, "It must be Base64 of " + bytes + " bytes.");
    }
    return new Claim(algorithm, value);
  }

  private static RegistryException invalid(String header, String value, String reason) {
    return RegistryException.invalidValue(header, value, reason);
  }
}
