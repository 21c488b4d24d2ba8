package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.bundle.drift.ReferenceBuilder;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.bundle.features.FeatureVector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bundle's reference for drift: as true as it was, or the bundle is refused. */
class HostileReferenceTest extends DamagedBundle {
  private ReferenceProfile reference;

  @BeforeEach
  void writeWithReference() throws IOException {
    reference = reference();
    for (String name :
        BundleFormat.readManifest(Files.readAllBytes(file("manifest.json"))).files().keySet()) {
      Files.delete(file(name));
    }
    Files.delete(file("manifest.json"));
    sha256 = BundleFormat.write(bundle.withReference(reference), directory);
  }

  private static ReferenceProfile reference() {
    ReferenceBuilder builder = ReferenceProfile.builder(bundle.input(), bundle.labels(), 1);
    Row row = bundle.input().newRow();
    FeatureVector vector = bundle.encoding().newVector();
    for (Map<String, String> raw : BundleFixture.rows()) {
      row.clear();
      raw.forEach(
          (column, text) -> {
            if (bundle.input().indexOf(column) >= 0) {
              row.setText(bundle.input().indexOf(column), text);
            }
          });
      builder.row(row);
      bundle.encoding().encode(row, vector);
      double[] scores = new double[bundle.forest().outputs()];
      bundle.forest().rawScores(vector, scores);
      builder.prediction(Prediction.of(bundle.labels(), bundle.forest().objective(), scores));
    }
    return builder.build();
  }

  @Test
  void readsWhatItWrote() throws IOException {
    assertThat(BundleFormat.read(directory, sha256).reference()).isEqualTo(reference);
    assertThat(reference.heldOutRows()).isEqualTo(400);
    assertThat(reference.confidence()).isNotNull();
  }

  @Test
  void isNoNeed() throws IOException {
    Files.delete(file("reference.json"));
    editManifest(manifest -> ((ObjectNode) manifest.get("files")).remove("reference.json"));
    assertThat(BundleFormat.read(directory, null).reference()).isNull();
  }

  @Test
  void isDigested() throws IOException {
    byte[] bytes = Files.readAllBytes(file("reference.json"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(file("reference.json"), bytes);
    refuses("reference.json: its SHA-256 is not the manifest's");
    Files.delete(file("reference.json"));
    refuses("reference.json: there is no such file");
  }

  @Test
  void namesWhatIsWrong() throws IOException {
    String good = Files.readString(file("reference.json"));
    replace("reference.json", "null");
    refuses("reference.json: is null");
    replace("reference.json", "[]");
    refuses("reference.json: ");
    replace("reference.json", good.substring(0, good.length() / 2));
    refuses("reference.json: ");
    wrong(good, profile -> profile.put("lines", 1), "lines: unknown field");
    wrong(good, profile -> profile.put("rows", -1), "rows: not between 0 and");
    wrong(good, profile -> profile.remove("inputs"), "'inputs' is missing");
    wrong(good, profile -> profile.withArray("inputs").addNull(), "null where a value must stand");
    wrong(
        good,
        profile -> profile.withArray("inputs").add(profile.withArray("inputs").get(0).deepCopy()),
        "stands twice");
    wrong(good, profile -> input(profile, 0).put("kind", "colour"), "unknown kind 'colour'");
    wrong(good, profile -> input(profile, 0).put("column", "nothing"), "no column 'nothing'");
    wrong(good, profile -> input(profile, 0).remove("thresholds"), "'thresholds' is missing");
    wrong(good, profile -> input(profile, 0).withArray("counts").add(1), "counts: ");
    wrong(good, profile -> input(profile, 0).withArray("counts").set(0, -1), "counts: negative");
    wrong(
        good,
        profile -> input(profile, 0).withArray("counts").set(0, Long.MAX_VALUE),
        "counts: negative, or together more");
    wrong(good, profile -> input(profile, 0).withArray("counts").set(0, 0.5), "whole number");
    wrong(
        good,
        profile -> ((ObjectNode) input(profile, 0).get("thresholds")).put("shape", 2),
        "shape: 2.0 is not between 0 and 1");
    wrong(
        good,
        profile -> ((ObjectNode) input(profile, 0).get("thresholds")).put("chunkRows", 0),
        "chunkRows: 0 is not positive");
    wrong(
        good,
        profile -> {
          ArrayNode uppers = profile.withObject("confidence").withArray("uppers");
          uppers.set(0, uppers.get(1));
        },
        "uppers: not finite and ascending");
    wrong(
        good,
        profile -> profile.withObject("confidence").put("measure", "value"),
        "confidence: does not suit");
    wrong(
        good,
        profile -> profile.withObject("confidence").put("seen", "AAAA"),
        "seen: 3 bytes are no 64-bit words");
    wrong(
        good,
        profile -> profile.withObject("confidence").put("seen", "no Base64!"),
        "seen: is no Base64");
    replace("reference.json", good);
    assertThat(BundleFormat.read(directory, null).reference()).isEqualTo(reference);
  }

  private static ObjectNode input(ObjectNode profile, int index) {
    return (ObjectNode) profile.withArray("inputs").get(index);
  }

  private void wrong(String good, Consumer<ObjectNode> change, String reason) throws IOException {
    replace("reference.json", good);
    edit("reference.json", ObjectNode.class, change);
    assertThatThrownBy(() -> BundleFormat.read(directory, null))
        .isInstanceOf(InvalidBundle.class)
        .hasMessageStartingWith("reference.json: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("dev.grove");
  }

  @Test
  void survivesDamageOfAnyKind() throws IOException {
    byte[] good = Files.readAllBytes(file("reference.json"));
    Random random = new Random(5);
    byte[] damage = " \"{}[],:0195-.eatn\\\n\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] bad = good.clone();
      bad[random.nextInt(bad.length)] = damage[random.nextInt(damage.length)];
      replace("reference.json", bad);
      try {
        BundleFormat.read(directory, null);
      } catch (InvalidBundle e) {
        assertThat(e).hasMessageStartingWith("reference.json: ");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(10);
  }
}
