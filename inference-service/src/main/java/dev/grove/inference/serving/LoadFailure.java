package dev.grove.inference.serving;

import java.time.Instant;

/**
 * Why a promoted version does not serve.
 *
 * @param refused whether the bundle itself is at fault, rather than the way to it
 * @param attempts how often it was tried
 * @param retryAt when it is tried again
 */
public record LoadFailure(
    PromotedVersion wanted, String reason, boolean refused, int attempts, Instant retryAt) {}
