package dev.grove.data.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A version on the wire. */
@Schema(name = "Version")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record VersionJson(
    @Schema(examples = "adult") String dataset,
    @Schema(
            description = "SHA-256 over the source's bytes and the options",
            examples = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
        String version,
    Instant createdAt,
    @Schema(examples = "32537") long rows,
    @Schema(examples = "3") long rejected,
    @Schema(examples = "0") long duplicates,
    @Schema(description = "of the source, uncompressed") long bytes,
    @Schema(examples = "id") String key,
    @Schema(examples = "c15") String target,
    @Schema(description = "absent where there is no target, or nothing to learn from it") Task task,
    VersionOptions options,
    List<String> warnings) {
  public static VersionJson of(DatasetVersion version) {
    return new VersionJson(
        version.dataset(),
        version.id().value(),
        version.createdAt(),
        version.rows(),
        version.rejected(),
        version.duplicates(),
        version.bytes(),
        version.schema().key(),
        version.schema().target(),
        version.schema().task(),
        version.options(),
        version.warnings());
  }
}
