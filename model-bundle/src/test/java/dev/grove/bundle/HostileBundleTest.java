package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a bundle's files, it is refused with the file and the reason. */
class HostileBundleTest extends DamagedBundle {
  private static final byte[] DAMAGE =
      " \"{}[],:0195-.eatn\\\n\u0000\u00ff".getBytes(StandardCharsets.ISO_8859_1);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MLmodel",
        "model.lgb",
        "input.json",
        "encoding.json",
        "labels.json",
        "golden.json",
        "evaluation.json",
        "fallback.json",
        "fallback.lgb",
        "manifest.json",
        "requirements.txt"
      })
  void missingFiles(String name) throws IOException {
    Files.delete(file(name));
    refuses(name + ": there is no such file");
    Files.createDirectory(file(name));
    refuses(name + ": there is no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "MLmodel",
        "model.lgb",
        "input.json",
        "encoding.json",
        "labels.json",
        "golden.json",
        "evaluation.json",
        "fallback.json",
        "fallback.lgb",
        "requirements.txt"
      })
  void alteredFiles(String name) throws IOException {
    byte[] good = Files.readAllBytes(file(name));
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    Files.write(file(name), bad);
    refuses(name + ": its SHA-256 is not the manifest's");
    Files.write(file(name), Arrays.copyOf(good, good.length + 1));
    refuses(name + ": " + (good.length + 1) + " bytes or more, but the manifest says");
    Files.write(file(name), Arrays.copyOf(good, good.length - 1));
    refuses(name + ": " + (good.length - 1) + " bytes or more, but the manifest says");
    Files.write(file(name), good);
    assertThat(BundleFormat.read(directory, sha256).labels()).isEqualTo(bundle.labels());
  }

  @Test
  void linksInPlaceOfFiles() throws IOException {
    Path elsewhere = Files.move(file("labels.json"), file("elsewhere.json"));
    Files.createSymbolicLink(file("labels.json"), elsewhere);
    refuses("labels.json: there is no such file");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "input.json",
        "encoding.json",
        "labels.json",
        "golden.json",
        "evaluation.json",
        "fallback.json"
      })
  void malformedJson(String name) throws IOException {
    String good = Files.readString(file(name));
    for (String bad :
        new String[] {
          "",
          "null",
          "5",
          "\"x\"",
          "[]",
          "[".repeat(100_000),
          "{\"a\":".repeat(100_000),
          good + "x",
          good + good,
          good.substring(0, good.length() / 2),
          good.replaceFirst("\\{", "{\"a\":" + "9".repeat(1_000) + ","),
          good.replaceFirst("\\{", "{\"" + "k".repeat(20_000) + "\":1,"),
          good.replaceFirst("\\{", "{\"x\":1,\"x\":2,"),
          "\u0000\u0001"
        }) {
      replace(name, bad);
      refuses(name + ": ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"input.json", "encoding.json", "labels.json", "golden.json", "fallback.json"})
  void unknownAndMissingFields(String name) throws IOException {
    edit(name, ObjectNode.class, tree -> tree.put("more", 1));
    refuses(name + ": more: unknown field; known are ");
    replace(name, "{}");
    refuses(name + ": ");
  }

  @Test
  void hugeTexts() throws IOException {
    replace("evaluation.json", "{\"a\":\"" + "x".repeat(BundleJson.MAX_TEXT + 1) + "\"}");
    refuses("evaluation.json: ");
  }

  @Test
  void otherInputs() throws IOException {
    edit("input.json", ObjectNode.class, tree -> ((ArrayNode) tree.get("columns")).remove(2));
    refuses("encoding.json: features[0].column: the input has no column 'price'");
    replace("input.json", "{\"columns\":[{\"name\":\"a\",\"type\":\"blob\"}],\"cleaning\":null}");
    refuses("input.json: columns[0].type: unknown column type 'blob'");
    replace("input.json", "{\"columns\":[{\"name\":\"a\"}],\"cleaning\":null}");
    refuses("input.json: columns[0]: 'type' is missing");
    replace("input.json", "{\"columns\":[null]}");
    refuses("input.json: null where a value must stand");
    replace("input.json", "{\"columns\":[]}");
    refuses("input.json: 'cleaning' is missing");
  }

  @Test
  void otherEncodings() throws IOException {
    edit("encoding.json", ObjectNode.class, tree -> ((ArrayNode) tree.get("features")).remove(8));
    refuses("model.lgb: 201 features, but encoding.json makes 198");
    replace("encoding.json", "{\"features\":[null]}");
    refuses("encoding.json: features are missing");
    replace("encoding.json", "{\"features\":[{\"kind\":\"hash\",\"column\":\"brand\"}]}");
    refuses("encoding.json: features[0].buckets: must be a whole number");
    replace(
        "encoding.json",
        "{\"features\":[{\"kind\":\"hash\",\"column\":\"brand\",\"buckets\":null}]}");
    refuses("encoding.json: features[0].buckets: must be a whole number");
    replace("encoding.json", "{\"features\":[{\"kind\":\"java.lang.Runtime\"}]}");
    refuses("encoding.json: features[0]: unknown kind 'java.lang.Runtime'");
    replace(
        "encoding.json",
        "{\"features\":[{\"kind\":\"category\",\"column\":\"brand\",\"vocabulary\":[1]}]}");
    refuses("encoding.json: features[0].vocabulary[0]: ");
  }

  @Test
  void otherLabels() throws IOException {
    replace("labels.json", "{\"task\":\"binary\",\"target\":\"t\",\"classes\":[\"b\",\"a\"]}");
    refuses("labels.json: classes: 'a' is out of order or stands twice");
    replace("labels.json", "{\"task\":\"binary\",\"target\":\"t\",\"classes\":[\"a\",\"a\"]}");
    refuses("labels.json: classes: 'a' is out of order or stands twice");
    replace("labels.json", "{\"task\":\"binary\",\"target\":\"t\",\"classes\":[\"a\"]}");
    refuses("labels.json: classes: 1 do not suit the task binary");
    replace("labels.json", "{\"task\":\"regression\",\"target\":\"t\",\"classes\":[]}");
    refuses("model.lgb: the objective 'binary' does not suit the task regression");
    replace("labels.json", "{\"task\":\"ranking\",\"target\":\"t\",\"classes\":[]}");
    refuses("model.lgb: the objective 'binary' does not suit the task ranking");
    replace("labels.json", "{\"task\":\"multiclass\",\"target\":\"t\",\"classes\":[\"a\",\"b\"]}");
    refuses("model.lgb: 1 outputs, but labels.json asks for 2");
    replace("labels.json", "{\"task\":\"guessing\",\"target\":\"t\",\"classes\":[]}");
    refuses("labels.json: task: unknown task 'guessing'");
  }

  @Test
  void otherModels() throws IOException {
    replace("model.lgb", "tree\n");
    refuses("model.lgb: ");
    replace("model.lgb", new byte[] {(byte) 0xc3, 0x28});
    refuses("model.lgb: is not UTF-8");
    String model = bundle.modelText();
    replace("model.lgb", model.substring(0, model.length() / 2));
    refuses("model.lgb: ");
    replace("model.lgb", BundleFixture.regression().modelText());
    refuses("model.lgb: the objective 'regression' does not suit the task binary");
  }

  @Test
  void untrueGoldenRows() throws IOException {
    String good = Files.readString(file("golden.json"));
    edit(
        "golden.json",
        ObjectNode.class,
        tree -> {
          ArrayNode scores = (ArrayNode) tree.at("/rows/7/rawScores");
          scores.set(0, Math.nextDown(scores.get(0).doubleValue()));
        });
    refuses("golden.json: row 7 has other raw scores");
    replace("golden.json", good);
    edit("golden.json", ObjectNode.class, tree -> raw(tree, 3).put("brand", "other"));
    refuses("golden.json: row 3 encodes to another vector");
    replace("golden.json", good);
    edit(
        "golden.json", ObjectNode.class, tree -> ((ArrayNode) tree.at("/rows/0/values")).remove(0));
    refuses("golden.json: row 0 encodes to another vector");
    replace("golden.json", good);
    edit("golden.json", ObjectNode.class, tree -> raw(tree, 5).put("price", "cheap"));
    refuses("golden.json: row 5: Field 'price': 'cheap' is not a finite number");
    replace("golden.json", good);
    edit("golden.json", ObjectNode.class, tree -> raw(tree, 5).put("colour", "red"));
    refuses("golden.json: row 5: Field 'colour': is not a column of the input");
    replace("golden.json", good);
    edit("golden.json", ObjectNode.class, tree -> raw(tree, 5).put("price", 5));
    refuses("golden.json: rows[5].raw.price: ");
    replace("golden.json", "{\"rows\":[]}");
    refuses("golden.json: 0 rows, but 1 to 1000 must stand");
    replace("golden.json", "{\"rows\":[null]}");
    refuses("golden.json: rows are missing");
    replace(
        "golden.json",
        "{\"rows\":[{\"raw\":{},\"indices\":[null],\"values\":[],\"rawScores\":[]}]}");
    refuses("golden.json: rows[0]: null where a value must stand");
  }

  private static ObjectNode raw(JsonNode golden, int row) {
    return (ObjectNode) golden.at("/rows/" + row + "/raw");
  }

  @Test
  void toleratesFurtherFilesAndChecksThoseOfTheManifest() throws IOException {
    Files.writeString(file("stray.txt"), "not the manifest's");
    replace("notes.md", "whatever it will be");
    assertThat(BundleFormat.read(directory, null).golden()).isEqualTo(bundle.golden());
    Files.writeString(file("notes.md"), "Whatever it will be");
    refuses("notes.md: its SHA-256 is not the manifest's");
  }

  @Test
  void otherFallbackForests() throws IOException {
    String good = bundle.fallback().modelText();
    replace("fallback.lgb", good.substring(0, good.length() / 2));
    refuses("fallback.lgb: ");
    replace("fallback.lgb", new byte[] {(byte) 0xc3, 0x28});
    refuses("fallback.lgb: is not UTF-8");
    replace("fallback.lgb", BundleFixture.regression().fallback().modelText());
    refuses("fallback.lgb: the objective 'regression' does not suit the task binary");
    replace("fallback.lgb", BundleFixture.multiclass().fallback().modelText());
    refuses("fallback.lgb: 4 outputs, but labels.json asks for 1");
    replace("fallback.lgb", bundle.modelText());
    refuses("fallback.lgb: golden row 0 has other raw scores");
    replace("fallback.lgb", good);
    assertThat(BundleFormat.read(directory, null).fallback()).isNotNull();
  }

  @Test
  void otherFallbackFacts() throws IOException {
    String good = Files.readString(file("fallback.json"));
    editFallback(
        tree -> {
          ArrayNode scores = (ArrayNode) tree.at("/goldenScores/7");
          scores.set(0, Math.nextDown(scores.get(0).doubleValue()));
        });
    refuses("fallback.lgb: golden row 7 has other raw scores");
    replace("fallback.json", good);
    editFallback(tree -> ((ArrayNode) tree.get("goldenScores")).remove(3));
    refuses("fallback.json: 19 goldenScores, but golden.json has 20 rows");
    replace("fallback.json", good);
    editFallback(tree -> ((ArrayNode) tree.get("columns")).add("colour"));
    refuses("fallback.json: 'colour' is not a column of the input");
    replace("fallback.json", good);
    editFallback(tree -> ((ArrayNode) tree.get("columns")).add("since"));
    refuses("fallback.json: a column stands twice");
    for (String bad : new String[] {"[0.5]", "[0.5,0.4]", "[-0.5,1.5]", "[0.5,0.5,0.0]", "[]"}) {
      replace("fallback.json", good.replaceFirst("\\[0.75,0.25]", bad));
      refuses("fallback.json: ");
    }
    for (String bad : new String[] {"null", "{\"shares\":[]}", "{\"shares\":[],\"mean\":1.0}"}) {
      replace("fallback.json", good.replaceFirst("\\{\"shares.*?}", bad));
      refuses("fallback.json: ");
    }
    for (String bad : new String[] {"null", "[null]", "[[null]]", "5"}) {
      replace(
          "fallback.json",
          "{\"prior\":{\"shares\":[0.75,0.25]},\"columns\":[],\"goldenScores\":" + bad + "}");
      refuses("fallback.json: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fallback.json", "fallback.lgb"})
  void halfAFallback(String name) throws IOException {
    editManifest(manifest -> ((ObjectNode) manifest.get("files")).remove(name));
    refuses("manifest.json: of fallback.lgb and fallback.json it lists only one");
  }

  private void editFallback(Consumer<ObjectNode> change) throws IOException {
    edit("fallback.json", ObjectNode.class, change);
  }

  /** No damage to signed bytes ends in anything but a bundle or its refusal. */
  @Test
  void randomDamage() throws IOException {
    Random random = new Random(9);
    String[] names = {
      "input.json",
      "encoding.json",
      "labels.json",
      "golden.json",
      "evaluation.json",
      "model.lgb",
      "fallback.json",
      "fallback.lgb"
    };
    int refused = 0;
    for (int i = 0; i < 800; i++) {
      String name = names[i % names.length];
      byte[] good = Files.readAllBytes(file(name));
      byte[] bad = good.clone();
      for (int n = 1 + random.nextInt(3); n > 0; n--) {
        bad[random.nextInt(bad.length)] = DAMAGE[random.nextInt(DAMAGE.length)];
      }
      replace(name, bad);
      try {
        assertThat(BundleFormat.read(directory, null)).isNotNull();
      } catch (InvalidBundle e) {
        assertThat(e.getMessage()).doesNotContain("dev.grove");
        refused++;
      }
      replace(name, good);
    }
    assertThat(refused).isGreaterThan(250);
  }
}
