package dev.grove.training.evaluate;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A per-class figure over all classes.
 *
 * @param weighted by how many rows each class truly has
 * @param macro each class alike
 */
@RegisterForReflection
public record Averages(double weighted, double macro) {}
