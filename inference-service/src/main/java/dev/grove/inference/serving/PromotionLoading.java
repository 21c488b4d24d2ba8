package dev.grove.inference.serving;

import java.util.concurrent.ExecutorService;

/** The threads that load promoted versions: theirs alone, so that they never wait for others. */
record PromotionLoading(ExecutorService executor) {}
