package dev.grove.registry.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;

/** A stored file that is being read. */
public interface OpenArtifact extends Closeable {
  ArtifactStore.Stored stored();

  /** The same bytes as a file of this machine, which can be sent without reading it; if it is. */
  Optional<Path> file();

  /** The bytes from an offset on; {@code count} at most. */
  InputStream stream(long offset, long count) throws IOException;
}
