package dev.grove.inference.serving;

import java.time.Instant;

/**
 * A verified bundle on this disk, as the state file remembers it.
 *
 * @param manifestSha256 its manifest's digest, by which the files are checked at each start
 */
record ModelCopy(String version, Instant promotedAt, String manifestSha256) {
  /** The copy's directory: two bundles under one version number never share it. */
  String directoryName() {
    return SafeName.of(version + " " + manifestSha256);
  }
}
