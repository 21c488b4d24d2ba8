package dev.grove.registry.event;

/**
 * Where the log ends and where it begins.
 *
 * @param last the greatest position given
 * @param dropped the greatest position that is kept no longer
 * @param waiting whether there are committed events without a position
 */
public record EventHead(long last, long dropped, boolean waiting) {}
