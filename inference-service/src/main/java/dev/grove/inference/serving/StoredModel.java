package dev.grove.inference.serving;

/**
 * What a model's state file says.
 *
 * @param current the copy that serves
 * @param previous the one before it, kept to fall back on; null if there was none
 */
record StoredModel(String name, String alias, ModelCopy current, ModelCopy previous) {}
