package dev.grove.training.job;

/**
 * A job on its way into the store.
 *
 * @param idempotencyKey null if the client sent none
 * @param bodySha256 of the request in canonical form
 */
record Submission(JobSpec spec, String idempotencyKey, String bodySha256, String requestId) {}
