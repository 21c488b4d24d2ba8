package dev.grove.data.ingest;

import com.fasterxml.jackson.annotation.JsonIgnore;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A row of the source that the table does not have, and why. */
public record RejectedRow(
    @JsonIgnore long number,
    @Schema(description = "physical line of the source, from 1", examples = "17") long line,
    @Schema(examples = "has 3 fields instead of 15") String reason,
    @Schema(description = "the row's beginning, at most 500 characters") String text) {}
