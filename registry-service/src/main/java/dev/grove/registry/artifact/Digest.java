package dev.grove.registry.artifact;

/**
 * The size and the SHA-256 of some bytes.
 *
 * @param sha256 64 hexadecimal digits
 */
public record Digest(long bytes, String sha256) {}
