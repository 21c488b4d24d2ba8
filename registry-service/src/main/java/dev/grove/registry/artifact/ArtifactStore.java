package dev.grove.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Files by path, each of them whole or not there.
 *
 * <p>A directory keeps them today; an object store can take its place.
 */
public interface ArtifactStore {
  /** What a listing says of a file or a directory: {@code bytes} is 0 for a directory. */
  record Entry(String name, boolean directory, long bytes) {}

  /** A file that can be read at once. */
  record Stored(Path file, long bytes) {}

  /**
   * Stores what the stream gives, in place of what was there. It is visible only when all of it is
   * on the disk.
   *
   * @throws IOException if the stream breaks; nothing changed then
   */
  Digest put(ArtifactPath path, InputStream content) throws IOException;

  /** The file, if there is one. */
  Optional<Stored> find(ArtifactPath path) throws IOException;

  /** What lies directly in the directory, by name; nothing if there is no such directory. */
  List<Entry> list(ArtifactPath directory) throws IOException;

  /** Removes a file, or a directory with all in it; false if there is neither. */
  boolean delete(ArtifactPath path) throws IOException;
}
