package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Finds the version of a model that answers a request. */
@Singleton
public final class ModelRouter {
  private final ServedModels models;

  @Inject
  public ModelRouter(ServedModels models) {
    this.models = models;
  }

  /**
   * The version that answers; the request keeps it to its end, whatever is promoted meanwhile.
   *
   * @throws Refused if there is none
   */
  public ServedModel route(ModelReference reference) {
    if (reference instanceof ModelReference.Preferred) {
      return models.requirePreferred();
    } else if (reference instanceof ModelReference.Named named) {
      return models.requireServing(named.model());
    } else if (reference instanceof ModelReference.Aliased aliased) {
      ServedModel serving = models.requireServing(aliased.model());
      if (serving.promotion().alias().equals(aliased.alias())) {
        return serving;
      }
      throw Refused.unknownModel(aliased.model() + "@" + aliased.alias());
    } else if (reference instanceof ModelReference.Versioned versioned) {
      ServedModel serving = models.requireServing(versioned.model());
      if (serving.version().equals(versioned.version())) {
        return serving;
      }
      throw Refused.unknownModel(versioned.model() + " " + versioned.version());
    }
    throw new AssertionError(reference);
  }
}
