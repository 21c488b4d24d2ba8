package dev.grove.training.evaluate;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * One class against all others.
 *
 * @param precision 0 if the class was never predicted
 * @param recall 0 if the class never occurred
 * @param support rows that truly are of the class
 */
@RegisterForReflection
public record ClassScores(String label, double precision, double recall, double f1, long support) {}
