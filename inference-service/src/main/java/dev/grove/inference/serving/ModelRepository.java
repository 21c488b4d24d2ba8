package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Models and their versions as a client sees them that manages a repository of models: which there
 * are, what is in memory, and the means to change that in this process. What the registry says of
 * promotions is not changed from here.
 */
@Singleton
public final class ModelRepository {
  /**
   * A version, or a model of which none is in memory.
   *
   * @param version null where nothing but the model's name is known
   * @param reason why it is not ready, where that is known, else null
   */
  public record Entry(String model, String version, State state, String reason) {}

  /** Whether a version answers. */
  public enum State {
    READY,
    LOADING,
    UNAVAILABLE
  }

  private final ServedModels models;
  private final Catalogue catalogue;
  private final LoadedVersions loaded;
  private final FollowedAliases aliases;
  private final VersionsOnDemand onDemand;
  private final Promotions promotions;
  private final boolean control;

  @Inject
  ModelRepository(
      ServedModels models,
      Catalogue catalogue,
      LoadedVersions loaded,
      FollowedAliases aliases,
      VersionsOnDemand onDemand,
      Promotions promotions,
      ServingConfig config) {
    this.models = models;
    this.catalogue = catalogue;
    this.loaded = loaded;
    this.aliases = aliases;
    this.onDemand = onDemand;
    this.promotions = promotions;
    this.control = config.clientControl();
  }

  /** All models that this process knows, by name, each with what is in memory or was to be. */
  public List<Entry> index() {
    List<Entry> entries = new ArrayList<>();
    for (RegisteredModel model : catalogue.all()) {
      entries.addAll(index(model.name()));
    }
    models.all().stream()
        .filter(slot -> catalogue.find(slot.name()).isEmpty())
        .forEach(slot -> entries.addAll(index(slot.name())));
    entries.sort(Comparator.comparing(Entry::model));
    return entries;
  }

  private Collection<Entry> index(String model) {
    Map<String, Entry> versions = new TreeMap<>();
    loaded
        .failures(model)
        .forEach(
            (version, failure) ->
                versions.put(
                    version, new Entry(model, version, State.UNAVAILABLE, failure.reason())));
    for (ServedModel each : loaded.all()) {
      if (each.name().equals(model)) {
        versions.put(each.version(), new Entry(model, each.version(), State.READY, null));
      }
    }
    models.find(model).ifPresent(slot -> promoted(slot, versions));
    if (versions.isEmpty()) {
      return List.of(new Entry(model, null, State.UNAVAILABLE, "not loaded"));
    }
    return versions.values();
  }

  private static void promoted(ModelSlot slot, Map<String, Entry> versions) {
    ServedModel serving = slot.serving();
    PromotedVersion wanted = slot.wanted();
    if (wanted != null && (serving == null || !serving.version().equals(wanted.version()))) {
      String reason =
          slot.failure().map(LoadFailure::reason).orElse(slot.isUnloaded() ? "unloaded" : null);
      State state = reason == null ? State.LOADING : State.UNAVAILABLE;
      versions.put(wanted.version(), new Entry(slot.name(), wanted.version(), state, reason));
    }
    if (serving != null) {
      versions.put(serving.version(), new Entry(slot.name(), serving.version(), State.READY, null));
    }
  }

  /**
   * Has the promoted version of a model serve, if it was unloaded. Waits a while for it.
   *
   * @throws Refused as unknown, as not permitted, or for the time being
   */
  public void load(String model) {
    checkControl();
    RegisteredModel registered = catalogue.require(model);
    if (models.find(model).isEmpty()) {
      throw Refused.unknownModel(model);
    }
    models.reload(model);
    promotions.serve(registered, aliases.always());
  }

  /**
   * Loads a version, promoted or not. Waits a while for it.
   *
   * @throws Refused as unknown, as not permitted, or for the time being
   */
  public void load(String model, String version) {
    checkControl();
    onDemand.require(catalogue.require(model), version);
  }

  /**
   * Takes all versions of a model out of memory. The promoted one does not answer in this process
   * until the model is loaded again, or the process starts again; others are loaded when they are
   * asked for.
   *
   * @throws Refused as unknown, or as not permitted
   */
  public void unload(String model) {
    checkControl();
    if (models.find(model).isPresent()) {
      models.unload(model);
    } else {
      catalogue.require(model);
    }
    loaded.drop(version -> version.model().equals(model), "a client unloads it");
  }

  /**
   * Takes a version out of memory; the promoted one as {@link #unload(String)} does.
   *
   * @throws Refused as unknown, or as not permitted
   */
  public void unload(String model, String version) {
    checkControl();
    catalogue.require(model);
    ModelVersion unwanted = ModelVersion.of(model, version);
    ServedModel serving = models.serving(model);
    if (serving != null && serving.version().equals(version)) {
      models.unload(model);
    }
    loaded.drop(unwanted::equals, "a client unloads it");
  }

  private void checkControl() {
    if (!control) {
      throw Refused.notPermitted("grove.serving.client-control is off");
    }
  }
}
