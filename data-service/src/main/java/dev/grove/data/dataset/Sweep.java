package dev.grove.data.dataset;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import org.jboss.logging.Logger;

/**
 * Clears away, when the service starts, what a process that was killed left behind: staging
 * folders, and files of versions that were never acknowledged.
 */
@ApplicationScoped
final class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class);

  private final DatasetStore store;
  private final VersionCatalog catalog;

  Sweep(DatasetStore store, VersionCatalog catalog) {
    this.store = store;
    this.catalog = catalog;
  }

  void onStart(@Observes StartupEvent event) throws IOException {
    run();
  }

  void run() throws IOException {
    store.sweepStaging();
    for (VersionId version : store.stored()) {
      if (!catalog.knows(version)) {
        QuarkusTransaction.requiringNew().call(() -> removeUnlessKnown(version));
      }
    }
  }

  /** Looks again under the lock: a replica may be publishing the version at this moment. */
  private boolean removeUnlessKnown(VersionId version) throws IOException {
    catalog.lock(version);
    if (catalog.knows(version)) {
      return false;
    }
    LOG.infof("Removing version %s, which was stored but never acknowledged", version);
    store.remove(version);
    return true;
  }
}
