package dev.grove.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactUriTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc/passwd",
        "etc",
        "file:///etc",
        "FILE:/etc",
        "C:/x",
        "s3://b/../c",
        "s3://b/%2e%2e/c",
        "s3://b/%252e%252e/c",
        "mlflow-artifacts:/0/../../etc",
        "mlflow-artifacts:/..%2f..%2fetc",
        "http://h/a\\..\\b",
        "s3://b/%zz",
        "s3://b/%00",
        "mlflow-artifacts:/a//b",
        "",
        "runs"
      })
  void refusesFilesOfTheServerAndWaysUp(String uri) {
    assertThatThrownBy(() -> ArtifactUri.check("source", uri))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("Invalid");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs:/abc/model",
        "models:/m/1",
        "models:/m@champion",
        "s3://bucket/a%20b",
        "mlflow-artifacts:/0/a"
      })
  void takesTheRest(String uri) {
    assertThat(ArtifactUri.check("source", uri)).isEqualTo(uri);
  }

  @Test
  void knowsItsOwn() {
    assertThat(ArtifactUri.own("mlflow-artifacts:/0/r/artifacts"))
        .contains(ArtifactPath.of("0/r/artifacts"));
    assertThat(ArtifactUri.own("mlflow-artifacts://host:5000/0/r/"))
        .contains(ArtifactPath.of("0/r"));
    assertThat(ArtifactUri.own("s3://bucket/r")).isEmpty();
  }
}
