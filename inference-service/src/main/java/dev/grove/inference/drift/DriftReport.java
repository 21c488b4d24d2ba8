package dev.grove.inference.drift;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a version stands.
 *
 * @param pendingRows rows that no window was judged with yet
 * @param history what the last windows said, the newest first
 */
record DriftReport(
    WatchedVersion version,
    DriftState state,
    Instant since,
    long pendingRows,
    Optional<Verdict> verdict,
    List<PastVerdict> history) {}
