package dev.grove.registry.garbage;

import java.util.OptionalLong;

/**
 * A garbage collection.
 *
 * @param cutoff what was deleted at this time or before is collected; milliseconds since 1970
 * @param directories whose files are gone
 * @param waiting directories whose files are not gone yet
 * @param failing those of the waiting that could not be deleted so far
 */
public record Collection(
    long id,
    long cutoff,
    long demanded,
    OptionalLong finished,
    long runs,
    long loggedModels,
    long experiments,
    long directories,
    long waiting,
    long failing) {}
