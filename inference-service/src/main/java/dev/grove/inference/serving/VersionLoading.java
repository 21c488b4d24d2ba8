package dev.grove.inference.serving;

import java.util.concurrent.ExecutorService;

/**
 * The threads that load versions on demand.
 *
 * @param executor bounded in threads and in what waits for them
 */
record VersionLoading(ExecutorService executor) {}
