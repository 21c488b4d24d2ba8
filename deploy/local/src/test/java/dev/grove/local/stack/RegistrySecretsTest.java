package dev.grove.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistrySecretsTest {
  @TempDir Path state;

  @Test
  void makesOneKeyForItsOwnerAlone() throws Exception {
    Path file = new RegistrySecrets(state, new SecureRandom()).file();

    Properties properties = new Properties();
    try (var content = Files.newInputStream(file)) {
      properties.load(content);
    }
    assertThat(Base64.getDecoder().decode(properties.getProperty("grove.webhooks.secret-key")))
        .hasSize(32)
        .isNotEqualTo(new byte[32]);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
  }

  @Test
  void keepsTheKey() throws Exception {
    String first = Files.readString(new RegistrySecrets(state, new SecureRandom()).file());

    assertThat(Files.readString(new RegistrySecrets(state, new SecureRandom()).file()))
        .isEqualTo(first);
  }
}
