package dev.grove.registry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtifactPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "..",
        "../x",
        "a/../b",
        "a/..",
        ".",
        "./a",
        "a/./b",
        "/etc/passwd",
        "a//b",
        "a/",
        "//a",
        "..\\x",
        "a\\..\\b",
        "\\\\host\\share",
        "C:/x",
        "c:x",
        "C:\\x",
        "file:///etc/passwd",
        "FILE:/etc",
        "a\0b",
        "a\nb",
        "a\u007fb",
        "%2e%2e/x",
        "..%2fx",
        "a/%2E%2E/b",
        "%2fetc",
        "a%5cb",
        "a%00b",
        "%252e%252e/x",
        "a#/../b",
        "a/\ud800/b",
        "a/\ufffd/b"
      })
  void refusesWhatCouldLeaveTheStore(String path) {
    assertRefused(() -> ArtifactPath.of(path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%2e%2e/x",
        "..%2fx",
        "%2E%2e%2Fx",
        "%252e%252e/x",
        "%25252e/x",
        "a%5c..%5cb",
        "%2fetc",
        "a%00",
        "%c0%ae%c0%ae/x",
        "%zz",
        "%2",
        "a%",
        "a%23b",
        "C%3a/x",
        "a%0d%0ab",
        "a%2f%2fb"
      })
  void refusesItEncodedToo(String path) {
    assertRefused(() -> ArtifactPath.ofEncoded(path));
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageStartingWith("Invalid path");
  }

  @Test
  void refusesWhatNoFileSystemHolds() {
    assertRefused(() -> ArtifactPath.of("é".repeat(128)));
    assertRefused(() -> ArtifactPath.of("a/".repeat(1_100) + "a"));
  }

  @Test
  void decodesOnce() {
    assertThat(ArtifactPath.ofEncoded("0/run%201/a+b/100%25/%C3%BC..x/.hidden").names())
        .containsExactly("0", "run 1", "a+b", "100%", "ü..x", ".hidden");
  }

  @Test
  void goesDown() {
    assertThat(ArtifactPath.of("")).isEqualTo(ArtifactPath.ROOT);
    assertThat(ArtifactPath.of("a/b").resolve(ArtifactPath.of("c")))
        .hasToString("a/b/c")
        .isEqualTo(new ArtifactPath(List.of("a", "b", "c")));
  }
}
