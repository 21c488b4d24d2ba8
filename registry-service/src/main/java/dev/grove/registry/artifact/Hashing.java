package dev.grove.registry.artifact;

import dev.grove.registry.RegistryException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Digests bytes as they pass, and compares what their sender said of them. */
final class Hashing {
  private static final String OURS = "SHA-256";

  private final Announced announced;
  private final Map<String, MessageDigest> digests = new LinkedHashMap<>();
  private long bytes;

  Hashing(Announced announced) {
    this.announced = announced;
    digests.put(OURS, start(OURS));
    announced
        .digests()
        .values()
        .forEach(claim -> digests.computeIfAbsent(claim.algorithm(), Hashing::start));
  }

  private static MessageDigest start(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has " + algorithm, e);
    }
  }

  void update(byte[] buffer, int offset, int count) {
    digests.values().forEach(digest -> digest.update(buffer, offset, count));
    bytes += count;
  }

  /**
   * The digest of all that passed.
   *
   * @throws RegistryException if the sender said another one
   */
  Digest finish() {
    Map<String, byte[]> computed = new LinkedHashMap<>();
    digests.forEach((algorithm, digest) -> computed.put(algorithm, digest.digest()));
    announced
        .digests()
        .forEach(
            (header, claim) -> {
              byte[] found = computed.get(claim.algorithm());
              if (!claim.holdsFor(found)) {
                throw RegistryException.invalid(
                    "The upload is not what its header '"
                        + header
                        + "' says: the "
                        + claim.algorithm()
                        + " of the "
                        + bytes
                        + " bytes that came is "
                        + HexFormat.of().formatHex(found)
                        + ".");
              }
            });
    return new Digest(bytes, HexFormat.of().formatHex(computed.get(OURS)));
  }
}
