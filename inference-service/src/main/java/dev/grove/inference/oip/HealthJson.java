package dev.grove.inference.oip;

/**
 * One answer under two names: the specification says {@code live} of readiness too, KServe's client
 * looks for {@code ready}.
 */
public record HealthJson(boolean live, boolean ready) {}
