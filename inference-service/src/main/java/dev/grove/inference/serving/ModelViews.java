package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** How models stand, put together from what serves, what is loaded and what the registry said. */
@Singleton
public final class ModelViews {
  private final ServedModels models;
  private final Catalogue catalogue;
  private final LoadedVersions loaded;

  @Inject
  ModelViews(ServedModels models, Catalogue catalogue, LoadedVersions loaded) {
    this.models = models;
    this.catalogue = catalogue;
    this.loaded = loaded;
  }

  /**
   * A page of those that serve, or should, or have a version in memory.
   *
   * @param pageToken null for the first page
   */
  ModelPage page(int limit, String pageToken) {
    NavigableSet<String> names = new TreeSet<>();
    models.all().forEach(slot -> names.add(slot.name()));
    loaded.all().forEach(model -> names.add(model.name()));
    return ModelPage.of(names, this::summary, limit, pageToken);
  }

  /**
   * @throws Refused as unknown, if nothing of the model serves, should, or is in memory
   */
  ModelDetailJson detail(String name) {
    boolean isLoaded = loaded.all().stream().anyMatch(model -> model.name().equals(name));
    ModelSlot slot = isLoaded ? slot(name) : models.require(name);
    return ModelDetailJson.of(slot, summary(name));
  }

  private ModelSlot slot(String name) {
    return models.find(name).orElseGet(() -> new ModelSlot(name));
  }

  private ModelJson summary(String name) {
    List<VersionStateJson> versions = versions(name);
    return ModelJson.of(slot(name))
        .with(catalogue.find(name).orElse(null), versions, lastUse(name));
  }

  private Instant lastUse(String name) {
    List<ServedModel> all = new ArrayList<>();
    loaded.all().stream().filter(model -> model.name().equals(name)).forEach(all::add);
    models.find(name).map(ModelSlot::serving).ifPresent(all::add);
    return all.stream()
        .flatMap(model -> model.lastUsed().stream())
        .max(Instant::compareTo)
        .orElse(null);
  }

  private List<VersionStateJson> versions(String name) {
    TreeMap<String, VersionStateJson> versions =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(v -> v));
    loaded
        .failures(name)
        .forEach(
            (version, failure) ->
                versions.put(
                    version, VersionStateJson.of(version, aliases(name, version), failure)));
    for (ServedModel model : loaded.all()) {
      if (model.name().equals(name)) {
        versions.put(model.version(), state(model, loaded.isPinned(model.key())));
      }
    }
    models
        .find(name)
        .map(ModelSlot::serving)
        .ifPresent(model -> versions.put(model.version(), state(model, true)));
    return List.copyOf(versions.values());
  }

  private VersionStateJson state(ServedModel model, boolean pinned) {
    return VersionStateJson.of(model, aliases(model.name(), model.version()), pinned);
  }

  private List<String> aliases(String model, String version) {
    return catalogue.find(model).stream()
        .flatMap(found -> found.aliases().values().stream())
        .filter(promoted -> promoted.version().equals(version))
        .map(PromotedVersion::alias)
        .sorted()
        .toList();
  }
}
