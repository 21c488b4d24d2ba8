package dev.grove.inference.feedback;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/** The key of prediction ids: configured, or made once and kept where only this user reads it. */
final class FeedbackKey {
  private static final String FILE = "feedback.key";

  private FeedbackKey() {}

  /**
   * @param configured Base64
   * @throws IllegalArgumentException if it is no key
   */
  static byte[] of(String configured) {
    byte[] key;
    try {
      key = Base64.getDecoder().decode(configured.strip());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("grove.feedback.key is no Base64", e);
    }
    if (key.length != SipHash.KEY_BYTES) {
      throw new IllegalArgumentException(
          "grove.feedback.key has " + key.length + " bytes, not " + SipHash.KEY_BYTES);
    }
    return key;
  }

  /** The key in a directory, which is made if it is missing. */
  static byte[] in(Path directory, SecureRandom random) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(FILE);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      make(file, random);
    }
    byte[] key = Files.readAllBytes(file);
    if (key.length != SipHash.KEY_BYTES) {
      throw new IOException(file + " is no key of " + SipHash.KEY_BYTES + " bytes");
    }
    return key;
  }

  /** Another process may be quicker, and then its key is the one. */
  private static void make(Path file, SecureRandom random) throws IOException {
    byte[] key = new byte[SipHash.KEY_BYTES];
    random.nextBytes(key);
    Path unfinished = Files.createTempFile(file.getParent(), FILE, ".next");
    try {
      if (Files.getFileStore(unfinished).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rw-------"));
      }
      Files.write(unfinished, key, StandardOpenOption.SYNC);
      Files.createLink(file, unfinished);
    } catch (FileAlreadyExistsException e) {
      // Made meanwhile.
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}
