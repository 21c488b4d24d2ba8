package dev.grove.registry.garbage;

/**
 * What a collection would find.
 *
 * @param kept runs and logged models that stay because a model version has its files there
 */
public record Due(long runs, long loggedModels, long experiments, long kept) {}
