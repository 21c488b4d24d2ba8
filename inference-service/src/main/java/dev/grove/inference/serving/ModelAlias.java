package dev.grove.inference.serving;

/** A name that the registry gives to one version of a model, now this and then that. */
public record ModelAlias(String model, String alias) {}
