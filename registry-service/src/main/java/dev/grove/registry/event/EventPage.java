package dev.grove.registry.event;

import java.util.List;

/**
 * Some events in the order of their positions.
 *
 * @param next the position that a reader has come to: every event up to it is on this page, was on
 *     an earlier one, or is not wanted
 * @param more whether there may be further ones now
 */
public record EventPage(List<Event> events, long next, boolean more) {}
