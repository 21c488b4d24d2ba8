package dev.grove.inference.serving;

import java.io.IOException;
import java.nio.file.Path;

/** Verified copies of bundles on this disk. */
interface CopyStore {
  /** A new empty directory on the same disk. */
  Path newStaging() throws IOException;

  /** Where a copy lies, or would lie. */
  Path path(String model, ModelCopy copy);

  /** Moves a staged bundle, whose files are on the disk, to its place. */
  void adopt(Path staged, String model, ModelCopy copy) throws IOException;

  /** Removes a damaged copy. */
  void remove(String model, ModelCopy copy) throws IOException;
}
