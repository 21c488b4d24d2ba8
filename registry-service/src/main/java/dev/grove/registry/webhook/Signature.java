package dev.grove.registry.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** MLflow's signature: {@code v1,} and the Base64 of an HMAC-SHA256. */
final class Signature {
  private Signature() {}

  /**
   * @param timestamp seconds since 1970, as in the header
   */
  static String of(String secret, String deliveryId, String timestamp, String payload) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      byte[] digest = mac.doFinal((deliveryId + "." + timestamp + "." + payload).getBytes(UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HMAC-SHA256 failed", e);
    }
  }
}
