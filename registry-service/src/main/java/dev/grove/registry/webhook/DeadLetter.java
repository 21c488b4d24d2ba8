package dev.grove.registry.webhook;

/**
 * An event that was given up for a webhook.
 *
 * @param number of its row
 * @param lastStatus what the target answered in the last try; null if it did not
 */
public record DeadLetter(
    long number,
    String id,
    long position,
    String type,
    String model,
    long occurred,
    int attempts,
    long lastAttempt,
    Integer lastStatus,
    String lastError) {}
