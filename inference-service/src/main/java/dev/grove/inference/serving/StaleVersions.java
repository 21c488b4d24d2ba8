package dev.grove.inference.serving;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Lets go of versions that the registry has no longer, in memory and on the disk, and of what is
 * too much on either. What the registry does not say changes nothing.
 */
final class StaleVersions {
  private static final Logger LOG = Logger.getLogger(StaleVersions.class);

  private final Catalogue catalogue;
  private final VersionLists lists;
  private final LoadedVersions loaded;
  private final VersionCopies copies;

  StaleVersions(
      Catalogue catalogue, VersionLists lists, LoadedVersions loaded, VersionCopies copies) {
    this.catalogue = catalogue;
    this.lists = lists;
    this.loaded = loaded;
    this.copies = copies;
  }

  /** Looks at all versions once. No failure comes out of it. */
  void sweep() {
    try {
      Set<String> models = new HashSet<>();
      loaded.all().forEach(model -> models.add(model.name()));
      copies.all().forEach(version -> models.add(version.model()));
      for (String model : models) {
        sweep(model);
      }
      loaded.shrink();
      copies.shrink(loaded::isPinned);
    } catch (IOException | RuntimeException e) {
      LOG.debug("Nothing is known of versions that are gone", e);
    }
  }

  private void sweep(String name) throws IOException {
    RegisteredModel model = catalogue.find(name).orElse(null);
    if (model == null && !catalogue.isHeard()) {
      return;
    }
    Set<String> versions = model == null ? Set.of() : lists.versions(model);
    Predicate<ModelVersion> gone =
        version ->
            version.model().equals(name)
                && !versions.contains(version.version())
                && (model == null || !model.isPromoted(version));
    loaded.drop(gone, "the registry has it no longer");
    copies.forgetAll(gone);
  }
}
