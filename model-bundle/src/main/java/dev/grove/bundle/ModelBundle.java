package dev.grove.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.trees.Forest;
import java.util.List;

/**
 * A model with everything that is needed to serve it: raw row in, prediction out. Immutable and
 * thread-safe.
 *
 * @param modelText LightGBM's own, from which {@code forest} was parsed
 * @param evaluation {@code evaluation.json} as it stands
 */
public record ModelBundle(
    InputSchema input,
    FeatureEncoding encoding,
    Labels labels,
    String modelText,
    Forest forest,
    List<GoldenRow> golden,
    JsonNode evaluation,
    BundleManifest.Lineage lineage) {
  /**
   * Encodes and scores each golden row and compares bit for bit.
   *
   * @throws InvalidBundle naming the first row that differs
   */
  public void verify() {
    throw new UnsupportedOperationException();
  }
}
