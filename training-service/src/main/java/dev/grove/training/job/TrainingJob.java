package dev.grove.training.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/**
 * A job as it stands in the store.
 *
 * @param place in the order of acceptance
 * @param requestId of the request that made it; may be null
 * @param startedAt null before the first start
 * @param finishedAt null before a final state
 * @param evaluation null before training ended well
 * @param home the jobs directory that holds its files; null before the first start
 */
record TrainingJob(
    String id,
    long place,
    JobSpec spec,
    JobState state,
    Progress progress,
    String requestId,
    Instant createdAt,
    Instant startedAt,
    Instant finishedAt,
    JsonNode evaluation,
    String home,
    int publishAttempts) {}
