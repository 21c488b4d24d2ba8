package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.time.Instant;

/**
 * Why a version could not be loaded when it was asked for.
 *
 * @param answer what clients are told until it is tried again
 * @param attempts how often it was tried
 * @param retryAt when it may be tried again
 */
record VersionFailure(String reason, Refused answer, int attempts, Instant retryAt) {}
