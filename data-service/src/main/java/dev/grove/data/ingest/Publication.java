package dev.grove.data.ingest;

import dev.grove.data.dataset.DatasetStore;
import dev.grove.data.dataset.DatasetVersion;
import dev.grove.data.dataset.Staging;
import dev.grove.data.dataset.VersionCatalog;
import dev.grove.data.quality.ProfileStore;
import dev.grove.data.split.SplitStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.sql.SQLException;

/** Makes a loaded table a version, in one transaction: all of it or nothing. */
@ApplicationScoped
class Publication {
  private final DatasetStore store;
  private final VersionCatalog catalog;
  private final ProfileStore profiles;
  private final SplitStore splits;
  private final RejectedRowStore rejectedRows;

  Publication(
      DatasetStore store,
      VersionCatalog catalog,
      ProfileStore profiles,
      SplitStore splits,
      RejectedRowStore rejectedRows) {
    this.store = store;
    this.catalog = catalog;
    this.profiles = profiles;
    this.splits = splits;
    this.rejectedRows = rejectedRows;
  }

  /**
   * Files first, then the row that makes them count: whoever is killed in between leaves files that
   * nothing refers to.
   *
   * @return whether the version is new; false if the same upload was quicker elsewhere
   */
  @Transactional(rollbackOn = Exception.class)
  boolean publish(Staging staging, DatasetVersion version, LoadedTable table)
      throws IOException, SQLException {
    catalog.lock(version.id());
    store.publish(staging, version.id());
    Long number = catalog.insert(version).orElse(null);
    if (number == null) {
      return false;
    }
    profiles.insert(number, table.profile());
    splits.insert(number, table.split());
    rejectedRows.insert(number, table.rejected().kept());
    return true;
  }
}
