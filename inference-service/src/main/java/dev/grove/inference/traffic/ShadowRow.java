package dev.grove.inference.traffic;

import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.inference.serving.ServedModel;

/**
 * A row that was answered, kept for its shadow.
 *
 * @param row a copy of the cleaned row
 */
record ShadowRow(ServedModel model, Row row, Prediction prediction) {
  private static final int BESIDE_TEXTS = 512;
  private static final int COLUMN = 40;

  /** Bytes in memory, about. */
  long weight() {
    return BESIDE_TEXTS + (long) COLUMN * row.schema().columns().size() + 2L * row.textLength();
  }
}
