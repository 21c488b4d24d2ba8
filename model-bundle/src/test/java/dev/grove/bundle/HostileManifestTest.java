package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A manifest that promises too much, too little or the wrong thing is refused. */
class HostileManifestTest extends DamagedBundle {
  @Test
  void anotherManifestThanTheOneExpected() throws IOException {
    refuses("0".repeat(64), "manifest.json: its SHA-256");
    Files.writeString(file("manifest.json"), Files.readString(file("manifest.json")) + "\n");
    refuses(sha256, "manifest.json: its SHA-256");
    assertThat(BundleFormat.read(directory, null).labels()).isEqualTo(bundle.labels());
  }

  @Test
  void manifestsOfOtherFormats() throws IOException {
    editManifest(manifest -> manifest.put("format", 2).put("news", true));
    refuses("manifest.json: the format is not 1");
    editManifest(manifest -> manifest.put("format", "1"));
    refuses("manifest.json: the format is not 1");
    editManifest(manifest -> manifest.remove("format"));
    refuses("manifest.json: the format is not 1");
    Files.writeString(file("manifest.json"), "[]");
    refuses("manifest.json: the format is not 1");
  }

  @ParameterizedTest
  @CsvSource({
    "'../secret', not plain",
    "'a/b', not plain",
    "'a\\b', not plain",
    "'..', not plain",
    "'', not plain",
    "'.hidden', not plain",
    "'/etc/passwd', not plain",
    "'manifest.json', stands twice or is the manifest",
    "'MODEL.LGB', stands twice or is the manifest"
  })
  void manifestsWithUglyNames(String name, String reason) throws IOException {
    JsonNode digest = BundleJson.mapper().valueToTree(BundleManifest.FileDigest.of(new byte[0]));
    editManifest(manifest -> ((ObjectNode) manifest.get("files")).set(name, digest));
    assertThatThrownBy(() -> BundleFormat.read(directory, null))
        .isInstanceOf(InvalidBundle.class)
        .hasMessageStartingWith("manifest.json: ")
        .hasMessageContaining(reason);
  }

  @Test
  void manifestsBeyondTheBounds() throws IOException {
    editManifest(manifest -> digest(manifest, "model.lgb").put("size", (1L << 30) + 1));
    refuses("manifest.json: model.lgb has 1073741825 bytes, more than 1073741824");
    editManifest(manifest -> digest(manifest, "model.lgb").put("size", -1));
    refuses("manifest.json: files.model.lgb: size -1 is negative");
    editManifest(manifest -> digest(manifest, "model.lgb").put("size", 1e3));
    refuses("manifest.json: files.model.lgb.size: ");
    write(BundleManifest.MAX_FILES);
    refuses("manifest.json: 75 files are more than 64");
    Files.write(file("manifest.json"), new byte[(1 << 20) + 1]);
    refuses("manifest.json: more than 1048576 bytes");
  }

  private static ObjectNode digest(ObjectNode manifest, String name) {
    return (ObjectNode) manifest.get("files").get(name);
  }

  private void write(int more) throws IOException {
    editManifest(
        manifest -> {
          for (int i = 0; i < more; i++) {
            ((ObjectNode) manifest.get("files")).set("x" + i, digest(manifest, "labels.json"));
          }
          digest(manifest, "model.lgb").put("size", 1);
        });
  }

  @Test
  void sizesThatAddUpBeyondTheBound() throws IOException {
    editManifest(
        manifest -> {
          for (int i = 0; i < 5; i++) {
            ObjectNode digest = digest(manifest, "labels.json").deepCopy().put("size", 1L << 30);
            ((ObjectNode) manifest.get("files")).set("x" + i + ".lgb", digest);
          }
        });
    refuses("manifest.json: the files have");
  }

  @Test
  void manifestsOfTheWrongShape() throws IOException {
    editManifest(manifest -> manifest.put("signature", "x"));
    refuses("manifest.json: signature: unknown field; known are files, format, lineage");
    editManifest(manifest -> manifest.remove("signature"));
    editManifest(manifest -> digest(manifest, "model.lgb").put("sha256", "AB".repeat(32)));
    refuses("manifest.json: files.model.lgb: sha256 is not 64 digits of lower-case hex");
    editManifest(manifest -> digest(manifest, "model.lgb").remove("sha256"));
    refuses("manifest.json: files.model.lgb: 'sha256' is missing");
    editManifest(manifest -> ((ObjectNode) manifest.get("files")).remove("model.lgb"));
    refuses("manifest.json: lists no model.lgb");
    editManifest(manifest -> ((ObjectNode) manifest.get("files")).putNull("model.lgb"));
    refuses("manifest.json: 'model.lgb' is missing");
    editManifest(manifest -> manifest.remove("files"));
    refuses("manifest.json: 'files' is missing");

    Files.write(file("manifest.json"), new byte[] {0, 1, 2, (byte) 0xff});
    refuses("manifest.json: ");
    Files.write(file("manifest.json"), new byte[0]);
    refuses("manifest.json: ");
  }
}
