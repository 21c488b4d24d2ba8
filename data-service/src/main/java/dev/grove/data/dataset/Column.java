package dev.grove.data.dataset;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A column of a version's table. */
public record Column(
    @Schema(examples = "c1") String name,
    ColumnType type,
    @Schema(description = "whether some row has no value") boolean nullable) {}
