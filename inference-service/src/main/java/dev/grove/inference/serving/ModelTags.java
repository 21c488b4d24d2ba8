package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.io.IOException;
import java.util.Optional;

/** Tags of registered models, set in the registry on behalf of clients. */
public final class ModelTags {
  private final RegistryClient registry;
  private final Catalogue catalogue;
  private final boolean control;

  /**
   * @param control whether clients may change anything
   */
  ModelTags(RegistryClient registry, Catalogue catalogue, boolean control) {
    this.registry = registry;
    this.catalogue = catalogue;
    this.control = control;
  }

  /**
   * The model as the registry has it now.
   *
   * @throws Refused as unknown, or if the registry does not answer
   */
  public RegisteredModel model(String name) {
    catalogue.require(name);
    try {
      Optional<RegisteredModel> model = registry.model(name);
      return model.orElseThrow(() -> Refused.unknownModel(name));
    } catch (IOException e) {
      throw away(e);
    }
  }

  /**
   * Returns when the registry keeps the tag and the catalogue knows it.
   *
   * @throws Refused as unknown, as not permitted, or if the registry does not answer
   */
  public void set(String name, String key, String value) {
    change(name, () -> registry.setTag(name, key, value));
  }

  /**
   * Removes a tag; none there is fine.
   *
   * @throws Refused as unknown, as not permitted, or if the registry does not answer
   */
  public void delete(String name, String key) {
    change(name, () -> registry.deleteTag(name, key));
  }

  private interface Change {
    void run() throws IOException;
  }

  private void change(String name, Change change) {
    catalogue.require(name);
    if (!control) {
      throw Refused.notPermitted("grove.serving.client-control is off");
    }
    try {
      change.run();
      registry.model(name).ifPresent(catalogue::put);
    } catch (NotInRegistry e) {
      throw Refused.unknownModel(name);
    } catch (IOException e) {
      throw away(e);
    }
  }

  private static Refused away(IOException why) {
    return Refused.noModel("The registry, which keeps this, cannot be used: " + why.getMessage());
  }
}
