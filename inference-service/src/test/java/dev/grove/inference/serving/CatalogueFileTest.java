package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.inference.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueFileTest {
  private static final RegisteredModel MODEL =
      new RegisteredModel(
          "m",
          Instant.ofEpochMilli(5),
          Map.of("a", new PromotedVersion("m", "a", "3", Instant.ofEpochMilli(7))),
          "{}");

  @TempDir Path directory;

  private Catalogue restored() {
    Catalogue catalogue = new Catalogue();
    new CatalogueFile(directory, catalogue).restore();
    return catalogue;
  }

  @Test
  void rememberedAcrossStarts() {
    Catalogue catalogue = new Catalogue();
    CatalogueFile file = new CatalogueFile(directory, catalogue);
    file.restore();
    file.save();
    assertThat(directory).as("nothing to write").isEmptyDirectory();
    RegisteredModel plain = new RegisteredModel("p", Instant.EPOCH, Map.of(), null);
    catalogue.replace(List.of(MODEL, plain));
    file.save();
    assertThat(restored().all()).containsExactly(MODEL, plain);
  }

  @Test
  void aDamagedFileIsReportedAndReplaced() throws IOException {
    for (String broken : List.of("", "{", "null", "[]", "{\"format\":2}", "{\"format\":1}")) {
      Files.writeString(directory.resolve("catalogue.json"), broken);
      assertThat(restored().all()).as(broken).isEmpty();
    }
    Catalogue catalogue = new Catalogue();
    CatalogueFile file = new CatalogueFile(directory, catalogue);
    file.restore();
    catalogue.put(MODEL);
    file.save();
    assertThat(restored().all()).containsExactly(MODEL);
  }

  @Test
  void changesAreToldOnce() {
    Catalogue catalogue = new Catalogue();
    List<String> changed = new ArrayList<>();
    catalogue.onChange(changed::add);
    assertThatThrownBy(() -> catalogue.require("m"))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.NO_MODEL));
    catalogue.replace(List.of(MODEL));
    catalogue.replace(List.of(MODEL));
    assertThat(changed).containsExactly("m");
    catalogue.replace(List.of());
    assertThat(changed).containsExactly("m", "m");
    assertThatThrownBy(() -> catalogue.require("m"))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.UNKNOWN_MODEL));
  }
}
