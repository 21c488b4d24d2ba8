package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.InvalidBundle;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryPathsTest {
  @Test
  void valuesAreEncoded() {
    assertThat(RegistryPaths.query(Map.of("name", "a b&c=/é", "version", "1")))
        .isEqualTo("name=a%20b%26c%3D%2F%C3%A9&version=1");
  }

  @Test
  void pathsStayBelowTheProxy() {
    assertThat(RegistryPaths.belowProxy("mlflow-artifacts:/0/r/artifacts/model/"))
        .isEqualTo("0/r/artifacts/model");
    assertThat(RegistryPaths.encodePath("0/r r/ü")).isEqualTo("0/r%20r/%C3%BC");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "mlflow-artifacts:",
        "mlflow-artifacts://evil/x",
        "http://169.254.169.254/x",
        "file:///etc/passwd",
        "s3://bucket/x"
      })
  void otherPlacesAreRefused(String uri) {
    assertThatThrownBy(() -> RegistryPaths.belowProxy(uri)).isInstanceOf(InvalidBundle.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a//b", "a/../b", "..", "./a", "a/"})
  void pathsThatClimbAreRefused(String path) {
    assertThatThrownBy(() -> RegistryPaths.encodePath(path)).isInstanceOf(InvalidBundle.class);
  }
}
