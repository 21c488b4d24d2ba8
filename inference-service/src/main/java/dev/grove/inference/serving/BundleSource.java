package dev.grove.inference.serving;

/**
 * Where a version's bundle lies in the registry.
 *
 * @param root path below the artifact proxy, without slashes at its ends
 * @param manifestSha256 the digest that the registry tells of the manifest; null if none
 */
record BundleSource(String root, String manifestSha256) {}
