package dev.grove.registry.actor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ActorsTest {
  private static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  @Test
  void theBasicUserComesFirst() {
    assertThat(Actors.of(basic("ann:pass:word"), "bob")).isEqualTo(new Actor("ann", false));
    assertThat(Actors.of(basic("ann"), null).name()).isEqualTo("ann");
    assertThat(Actors.of("basic " + basic("ann:").substring(6), null).name()).isEqualTo("ann");
    assertThat(Actors.of(null, " bob ").name()).isEqualTo("bob");
    assertThat(Actors.of(basic(":secret"), "bob").name()).isEqualTo("bob");
    assertThat(Actors.of("Bearer token", "bob").name()).isEqualTo("bob");
  }

  @Test
  void namesAreUtf8OrWhatPythonSends() {
    assertThat(Actors.of(basic("dörte:p"), null).name()).isEqualTo("dörte");
    byte[] latin = "dörte:p".getBytes(ISO_8859_1);
    assertThat(Actors.of("Basic " + Base64.getEncoder().encodeToString(latin), null).name())
        .isEqualTo("dörte");
  }

  @Test
  void nobodyIsAnonymous() {
    assertThat(Actors.of(null, null)).isEqualTo(Actor.ANONYMOUS);
    assertThat(Actors.of("Bearer token", " ")).isEqualTo(Actor.ANONYMOUS);
    assertThat(Actor.ANONYMOUS.isNamed()).isFalse();
    assertThat(Actors.of(null, "anonymous").isNamed()).isFalse();
    assertThat(Actors.of(null, "ann").isNamed()).isTrue();
  }

  @Test
  void namesHaveBounds() {
    for (String name : new String[] {"a\0b", "a\nb", "x".repeat(257)}) {
      assertThatThrownBy(() -> Actors.of(basic(name + ":p"), null))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("'Authorization'");
      assertThatThrownBy(() -> Actors.of(null, name))
          .isInstanceOf(RegistryException.class)
          .hasMessageContaining("'X-Grove-Actor'");
    }
    assertThatThrownBy(() -> Actors.of("Basic %%%", null))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Base64");
  }
}
