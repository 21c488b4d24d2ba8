package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.Prediction;
import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ServedModelsTest {
  private static ServedModel model(String name, long promotedAt) {
    return new ServedModel(
        new PromotedVersion(name, "champion", "1", Instant.ofEpochMilli(promotedAt)),
        "digest",
        Bundles.products(1),
        Instant.EPOCH);
  }

  @Test
  void thePromotedLastIsPreferred() {
    ServedModels models = new ServedModels(List.of(), null);
    models.serve(model("old", 1));
    models.serve(model("new", 2));
    assertThat(models.requirePreferred().name()).isEqualTo("new");
    models.retire("new");
    assertThat(models.requirePreferred().name()).isEqualTo("old");
    models.retire("old");
    models.retire("never there");
    assertThatThrownBy(models::requirePreferred).isInstanceOf(Refused.class);
  }

  @Test
  void aConfiguredDefaultIsPreferred() {
    ServedModels models = new ServedModels(List.of(), "old");
    models.serve(model("new", 2));
    assertThatThrownBy(models::requirePreferred).isInstanceOf(Refused.class);
    models.serve(model("old", 1));
    assertThat(models.requirePreferred().name()).isEqualTo("old");
  }

  @Test
  void theDefaultMustBeAmongTheConfigured() {
    assertThatThrownBy(() -> new ServedModels(List.of("a"), "b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("default-model");
  }

  @Test
  void unknownOnlyOnceTheRegistryWasHeard() {
    ServedModels models = new ServedModels(List.of("configured"), null);
    assertCode(models, "m", Refused.Code.NO_MODEL);
    models.heardRegistry();
    assertCode(models, "m", Refused.Code.UNKNOWN_MODEL);
    assertCode(models, "configured", Refused.Code.NO_MODEL);
  }

  private static void assertCode(ServedModels models, String name, Refused.Code code) {
    assertThatThrownBy(() -> models.requireServing(name))
        .isInstanceOfSatisfying(Refused.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aRequestGoesOnWithTheModelItStartedWith() {
    ServedModels models = new ServedModels(List.of(), null);
    ServedModel first = model("m", 1);
    models.serve(first);
    Scratch scratch = first.borrow();
    models.serve(model("m", 2));
    assertThat(scratch.predict()).isInstanceOf(Prediction.Classification.class);
    first.giveBack(scratch);
    assertThat(first.borrow()).as("a closed model keeps no memory").isNotSameAs(scratch);
  }

  @Test
  void workingMemoryIsUsedAgain() {
    ServedModel model = model("m", 1);
    Scratch scratch = model.borrow();
    assertThat(model.borrow()).isNotSameAs(scratch);
    model.giveBack(scratch);
    assertThat(model.borrow()).isSameAs(scratch);
  }

  @Test
  void pagesFollowOneAnother() {
    NavigableSet<String> names = new TreeSet<>(List.of("c", "a", "b"));
    Function<String, ModelJson> view = name -> ModelJson.of(new ModelSlot(name));
    ModelPage first = ModelPage.of(names, view, 2, null);
    assertThat(first.items()).extracting(ModelJson::name).containsExactly("a", "b");
    ModelPage last = ModelPage.of(names, view, 2, first.nextPageToken());
    assertThat(last.items()).extracting(ModelJson::name).containsExactly("c");
    assertThat(last.nextPageToken()).isNull();
  }
}
