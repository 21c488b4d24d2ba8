package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Finds the version of a model that answers a request. */
@Singleton
public final class ModelRouter {
  private final ServedModels models;
  private final Catalogue catalogue;
  private final FollowedAliases aliases;
  private final VersionsOnDemand onDemand;
  private final TrafficSplit traffic;
  private final Clock clock;

  @Inject
  ModelRouter(
      ServedModels models,
      Catalogue catalogue,
      FollowedAliases aliases,
      VersionsOnDemand onDemand,
      TrafficSplit traffic,
      Clock clock) {
    this.models = models;
    this.catalogue = catalogue;
    this.aliases = aliases;
    this.onDemand = onDemand;
    this.traffic = traffic;
    this.clock = clock;
  }

  /**
   * The version that answers; the request keeps it to its end, whatever is promoted meanwhile. May
   * wait a while where a version or alias is asked for that has to be loaded: never to be called on
   * an event loop.
   *
   * @throws Refused if there is none, or none in time
   */
  public ServedModel route(ModelReference reference) {
    ServedModel model = find(reference);
    model.used(clock.millis());
    return model;
  }

  private ServedModel find(ModelReference reference) {
    if (reference instanceof ModelReference.Preferred) {
      return named(models.requirePreferred().name());
    } else if (reference instanceof ModelReference.Named named) {
      return named(named.model());
    } else if (reference instanceof ModelReference.Aliased aliased) {
      return aliases.require(aliased.model(), aliased.alias());
    } else if (reference instanceof ModelReference.Versioned versioned) {
      ServedModel serving = models.serving(versioned.model());
      if (serving != null && serving.version().equals(versioned.version())) {
        return serving;
      }
      return onDemand.require(catalogue.require(versioned.model()), versioned.version());
    }
    throw new AssertionError(reference);
  }

  /** Where its traffic goes to; where that cannot answer at once, the version that always can. */
  private ServedModel named(String model) {
    return traffic.choose(model).orElseGet(() -> models.requireServing(model));
  }
}
