package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The versions under any alias. One that was asked for is followed from then on, as the alias that
 * is always followed is: when it moves, the version that it points to is loaded first, and the one
 * before answers until then.
 */
public final class FollowedAliases {
  private final Catalogue catalogue;
  private final ServedModels models;
  private final LoadedVersions loaded;
  private final VersionsOnDemand onDemand;
  private final String always;

  /** What answered last; of aliases that the registry has, and no others. */
  private final Map<ModelAlias, ModelVersion> answering = new ConcurrentHashMap<>();

  private volatile Set<ModelAlias> pinned = Set.of();

  /**
   * @param always the alias under which {@code models} serve
   */
  FollowedAliases(
      Catalogue catalogue,
      ServedModels models,
      LoadedVersions loaded,
      VersionsOnDemand onDemand,
      String always) {
    this.catalogue = catalogue;
    this.models = models;
    this.loaded = loaded;
    this.onDemand = onDemand;
    this.always = always;
    catalogue.onChange(this::changed);
  }

  /** The alias that is always followed. */
  public String always() {
    return always;
  }

  /**
   * The version under an alias; waits a while for one that has to be loaded.
   *
   * @throws Refused as unknown, or for the time being
   */
  ServedModel require(String model, String alias) {
    if (alias.equals(always)) {
      return models.requireServing(model);
    }
    RegisteredModel registered = catalogue.require(model);
    PromotedVersion wanted =
        registered.promoted(alias).orElseThrow(() -> Refused.unknownAlias(model, alias));
    return ready(wanted)
        .orElseGet(
            () -> {
              ServedModel arrived = onDemand.require(registered, wanted.version());
              answering.put(new ModelAlias(model, alias), wanted.of());
              return arrived;
            });
  }

  /**
   * The version under an alias if one can answer at once; if not, it is sent for. Empty also where
   * there is no such alias.
   */
  public Optional<ServedModel> ready(String model, String alias) {
    if (alias.equals(always)) {
      return Optional.ofNullable(models.serving(model));
    }
    return catalogue
        .find(model)
        .flatMap(registered -> registered.promoted(alias))
        .flatMap(
            wanted -> {
              Optional<ServedModel> here = ready(wanted);
              if (here.isEmpty()) {
                send(wanted);
              }
              return here;
            });
  }

  /** What is wanted, or else what answered before and is still here. */
  private Optional<ServedModel> ready(PromotedVersion wanted) {
    ModelAlias alias = new ModelAlias(wanted.model(), wanted.alias());
    Optional<ServedModel> here = loaded.find(wanted.of());
    ModelVersion before = answering.get(alias);
    if (here.isPresent()) {
      if (!wanted.of().equals(before)) {
        answering.put(alias, wanted.of());
        pinAgain();
      }
      return here;
    }
    if (before == null || before.equals(wanted.of())) {
      return Optional.empty();
    }
    send(wanted);
    return loaded.find(before);
  }

  private void send(PromotedVersion wanted) {
    ModelAlias alias = new ModelAlias(wanted.model(), wanted.alias());
    loaded
        .load(wanted.of())
        .thenRun(
            () -> {
              answering.put(alias, wanted.of());
              pinAgain();
            });
  }

  /** From now on the versions under these aliases, and under no others, stay in memory. */
  public void pin(Set<ModelAlias> aliases) {
    pinned = Set.copyOf(aliases);
    pinAgain();
    for (ModelAlias alias : aliases) {
      ready(alias.model(), alias.alias());
    }
  }

  /** Both what answers and what is to come: the one leaves when the other is here. */
  private synchronized void pinAgain() {
    Set<ModelVersion> versions = new HashSet<>();
    for (ModelAlias alias : pinned) {
      Optional<PromotedVersion> wanted =
          catalogue.find(alias.model()).flatMap(model -> model.promoted(alias.alias()));
      wanted.ifPresent(version -> versions.add(version.of()));
      ModelVersion now = answering.get(alias);
      if (now != null && wanted.isPresent()) {
        versions.add(now);
      }
    }
    loaded.pin(versions);
  }

  /** Aliases that moved are followed, those that are gone are forgotten. */
  private void changed(String model) {
    Optional<RegisteredModel> registered = catalogue.find(model);
    Set<ModelAlias> known = new HashSet<>(answering.keySet());
    known.addAll(pinned);
    for (ModelAlias alias : known) {
      if (alias.model().equals(model)) {
        registered
            .flatMap(found -> found.promoted(alias.alias()))
            .ifPresentOrElse(this::ready, () -> answering.remove(alias));
      }
    }
    pinAgain();
  }
}
