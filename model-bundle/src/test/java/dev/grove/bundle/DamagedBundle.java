package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A bundle on disk, and the means to do it harm. */
abstract class DamagedBundle {
  static ModelBundle bundle;

  @TempDir Path directory;
  String sha256;

  @BeforeAll
  static void train() {
    bundle = BundleFixture.binary();
  }

  @BeforeEach
  void write() throws IOException {
    sha256 = BundleFormat.write(bundle, directory);
  }

  void refuses(String start) {
    refuses(null, start);
  }

  void refuses(String expectedSha256, String start) {
    assertThatThrownBy(() -> BundleFormat.read(directory, expectedSha256))
        .isInstanceOf(InvalidBundle.class)
        .hasMessageStartingWith(start)
        .hasMessageNotContaining("dev.grove");
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  <T extends JsonNode> void edit(String name, Class<T> type, Consumer<T> change)
      throws IOException {
    T tree = type.cast(BundleJson.mapper().readTree(Files.readAllBytes(file(name))));
    change.accept(tree);
    replace(name, BundleJson.mapper().writeValueAsString(tree));
  }

  void editManifest(Consumer<ObjectNode> change) throws IOException {
    ObjectNode tree = (ObjectNode) BundleJson.mapper().readTree(file("manifest.json").toFile());
    change.accept(tree);
    Files.writeString(file("manifest.json"), BundleJson.mapper().writeValueAsString(tree));
  }

  /** Replaces a file and makes the manifest say so. */
  void replace(String name, String content) throws IOException {
    replace(name, content.getBytes(StandardCharsets.UTF_8));
  }

  void replace(String name, byte[] content) throws IOException {
    Files.write(file(name), content);
    editManifest(
        manifest ->
            ((ObjectNode) manifest.get("files"))
                .set(name, BundleJson.mapper().valueToTree(BundleManifest.FileDigest.of(content))));
  }
}
