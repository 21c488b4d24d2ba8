package dev.grove.inference.admission;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The two lanes, so that batches never take the places of single rows. */
@Singleton
public final class Lanes {
  private static final int FOR_EACH_PROCESSOR = 4;

  private static final String ROWS = "rows";
  private static final String BATCHES = "batches";

  private final Lane rows;
  private final Lane batches;
  private final AdmissionMeters rowMeters;
  private final AdmissionMeters batchMeters;

  @Inject
  public Lanes(AdmissionConfig config, MeterRegistry meters) {
    int places = FOR_EACH_PROCESSOR * Runtime.getRuntime().availableProcessors();
    AdmissionConfig.Rows ofRows = config.rows();
    int rowsAtWork = ofRows.working().orElse(places);
    rows =
        new Lane(
            new Lane.Limits(rowsAtWork, rowsAtWork, ofRows.waiting(), ofRows.longestWait()));
    AdmissionConfig.Batches ofBatches = config.batches();
    int batchesAtWork = ofBatches.working().orElse(places);
    batches =
        new Lane(
            new Lane.Limits(
                batchesAtWork,
                // Whoever sends slowly holds a place for long: never all of them.
                (batchesAtWork + 1) / 2,
                ofBatches.waiting(),
                ofBatches.longestWait()));
    rowMeters = new AdmissionMeters(meters, ROWS, rows);
    batchMeters = new AdmissionMeters(meters, BATCHES, batches);
  }

  Lane rows() {
    return rows;
  }

  Lane batches() {
    return batches;
  }

  AdmissionMeters metersOf(Lane lane) {
    return lane == rows ? rowMeters : batchMeters;
  }

  String nameOf(Lane lane) {
    return lane == rows ? ROWS : BATCHES;
  }

  void sweep(long now) {
    rows.sweep(now);
    batches.sweep(now);
  }

  @PreDestroy
  void close() {
    rowMeters.close();
    batchMeters.close();
  }
}
