package dev.grove.data.dataset;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A dataset on the wire. */
@Schema(name = "Dataset")
public record DatasetJson(
    @Schema(examples = "adult") String name,
    Instant createdAt,
    @Schema(description = "how many there are", examples = "2") long versions,
    @Schema(description = "the newest version") VersionJson latest) {
  public static DatasetJson of(Dataset dataset) {
    return new DatasetJson(
        dataset.name(), dataset.createdAt(), dataset.versions(), VersionJson.of(dataset.latest()));
  }
}
