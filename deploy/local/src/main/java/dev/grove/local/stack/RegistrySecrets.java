package dev.grove.local.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * What the registry must not be told on a command line, where every user of the machine could read
 * it: the key that webhooks' secrets are encrypted with. It is made once and stays with the state.
 */
record RegistrySecrets(Path state, RandomGenerator random) {
  private static final int KEY_BYTES = 32;

  /** A properties file that its owner alone can read. */
  Path file() throws IOException {
    Path file = state.resolve("secrets").resolve("registry.properties");
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      byte[] key = new byte[KEY_BYTES];
      random.nextBytes(key);
      Path draft =
          Files.createTempFile(
              file.getParent(),
              "registry",
              ".draft",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(
          draft, "grove.webhooks.secret-key=" + Base64.getEncoder().encodeToString(key) + "\n");
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }
}
