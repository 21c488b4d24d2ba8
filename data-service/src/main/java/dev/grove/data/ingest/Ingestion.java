package dev.grove.data.ingest;

import dev.grove.data.Refused;
import dev.grove.data.dataset.DatasetName;
import dev.grove.data.dataset.DatasetStore;
import dev.grove.data.dataset.DatasetVersion;
import dev.grove.data.dataset.DuckDb;
import dev.grove.data.dataset.Json;
import dev.grove.data.dataset.Staging;
import dev.grove.data.dataset.VersionCatalog;
import dev.grove.data.dataset.VersionId;
import dev.grove.data.dataset.VersionOptions;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Loads a table: from a client's bytes to an acknowledged version. */
@Singleton
final class Ingestion {
  private static final Logger LOG = Logger.getLogger(Ingestion.class);

  private final IngestConfig config;
  private final DatasetStore store;
  private final DuckDb duckDb;
  private final VersionCatalog catalog;
  private final Publication publication;
  private final Json json;
  private final Clock clock;
  private final MeterRegistry meters;
  private final Semaphore places;

  Ingestion(
      IngestConfig config,
      DatasetStore store,
      DuckDb duckDb,
      VersionCatalog catalog,
      Publication publication,
      Json json,
      Clock clock,
      MeterRegistry meters) {
    this.config = config;
    this.store = store;
    this.duckDb = duckDb;
    this.catalog = catalog;
    this.publication = publication;
    this.json = json;
    this.clock = clock;
    this.meters = meters;
    this.places = new Semaphore(config.parallel(), true);
  }

  /**
   * What an upload led to.
   *
   * @param created false if the same content with the same options was there
   */
  record Outcome(DatasetVersion version, boolean created) {}

  /** Receives, reads and stores a table. When this returns, the version survives a power cut. */
  Outcome ingest(DatasetName dataset, Upload upload) throws IOException, SQLException {
    try (Staging staging = store.stage()) {
      Upload.Received received =
          upload.receive(staging.scratch("source"), config.maxBytes().asLongValue());
      SourceFile file = received.file();
      UploadOptions options = received.options();
      SourceReader source = new SourceReader(file, options, config);
      SourceLayout layout = SourceLayout.of(source.columnNames(), options);
      VersionOptions canonical = layout.canonical(options);
      VersionId id = VersionId.of(file.digest(), json.write(canonical));
      Optional<DatasetVersion> known = catalog.find(dataset, id);
      if (known.isPresent()) {
        return new Outcome(known.get(), false);
      }
      takePlace();
      try {
        TableLoader loader =
            new TableLoader(source, layout, canonical, staging, config.maxRejectedKept());
        return publish(staging, dataset, id, file, canonical, loader.load(duckDb));
      } finally {
        places.release();
      }
    }
  }

  private Outcome publish(
      Staging staging,
      DatasetName dataset,
      VersionId id,
      SourceFile file,
      VersionOptions options,
      LoadedTable table)
      throws IOException, SQLException {
    DatasetVersion version =
        new DatasetVersion(
            0,
            dataset.value(),
            id,
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            table.profile().rows(),
            table.rejected().count(),
            table.duplicates(),
            file.bytes(),
            options,
            table.schema(),
            table.warnings());
    boolean created = publication.publish(staging, version, table);
    if (created) {
      LOG.infof(
          "Loaded %s %s: %d rows, %d rejected, %d duplicates",
          dataset, id, version.rows(), version.rejected(), version.duplicates());
      meters.counter("grove.ingest.rows").increment((double) version.rows());
      meters.counter("grove.ingest.rejected").increment((double) version.rejected());
      meters.counter("grove.ingest.bytes").increment((double) version.bytes());
    }
    return new Outcome(catalog.find(dataset, id).orElseThrow(), created);
  }

  private void takePlace() {
    try {
      if (places.tryAcquire(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw Refused.busy();
  }
}
