package dev.grove.registry.webhook;

import dev.grove.registry.RegistryException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jboss.logging.Logger;

/**
 * Keeps secrets unreadable in the database: AES-256-GCM with a fresh nonce each, bound to the
 * webhook so that one's secret cannot be put in another's row.
 */
final class SecretBox {
  private static final Logger LOG = Logger.getLogger(SecretBox.class);
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final List<SecretKeySpec> keys;
  private final SecureRandom random;

  /**
   * @param keys in Base64; the first encrypts, all decrypt; none: there are no secrets
   * @throws IllegalArgumentException if a key is not 32 bytes
   */
  SecretBox(List<String> keys, SecureRandom random) {
    this.keys = keys.stream().map(SecretBox::key).toList();
    this.random = random;
  }

  private static SecretKeySpec key(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text.strip().replace('+', '-').replace('/', '_'));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("grove.webhooks.secret-key is not Base64");
    }
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException(
          "grove.webhooks.secret-key must be 32 bytes, not " + bytes.length);
    }
    return new SecretKeySpec(bytes, "AES");
  }

  /** Nonce and ciphertext. */
  byte[] seal(String webhookId, String secret) {
    if (keys.isEmpty()) {
      throw RegistryException.invalid(
          "Invalid value for parameter 'secret': this registry cannot keep secrets, because"
              + " grove.webhooks.secret-key is not configured.");
    }
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] text = secret.getBytes(StandardCharsets.UTF_8);
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, webhookId).doFinal(text);
      return ByteBuffer.allocate(NONCE_BYTES + sealed.length).put(nonce).put(sealed).array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-GCM failed", e);
    }
  }

  /**
   * The secret.
   *
   * @throws SecretUnreadable if no key fits
   */
  String open(String webhookId, byte[] sealed) throws SecretUnreadable {
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer.wrap(sealed).get(nonce);
    for (SecretKeySpec key : keys) {
      try {
        byte[] text =
            cipher(Cipher.DECRYPT_MODE, key, nonce, webhookId)
                .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES);
        return new String(text, StandardCharsets.UTF_8);
      } catch (GeneralSecurityException e) {
        LOG.debug("A secret is another key's", e);
      }
    }
    throw new SecretUnreadable();
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, String webhookId)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(webhookId.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
