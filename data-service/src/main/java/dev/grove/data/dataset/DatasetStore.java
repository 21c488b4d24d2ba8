package dev.grove.data.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Keeps the files of versions, which are addressed by what they hold and never change. The catalog
 * in Postgres decides which of them count: a version without a row there is garbage.
 */
public interface DatasetStore {
  /** A private folder on this machine's disk. */
  Staging stage() throws IOException;

  /**
   * Makes the staged table the version's. When it returns, the files are on stable storage; before,
   * nothing of the version is visible. A version that is there already stays as it is.
   */
  void publish(Staging staging, VersionId version) throws IOException;

  /** A file of a published version, readable on this machine. */
  Path file(VersionId version, String name) throws IOException;

  /** Every version that has files, whether the catalog knows it or not. */
  List<VersionId> stored() throws IOException;

  /** Removes a version's files. */
  void remove(VersionId version) throws IOException;

  /** Removes what processes that have ended left in their staging folders. */
  void sweepStaging() throws IOException;
}
