package dev.grove.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A file under a name of its own. */
record OpenFile(ArtifactStore.Stored stored, Path held, Staging staging) implements OpenArtifact {
  @Override
  public Optional<Path> file() {
    return Optional.of(held);
  }

  @Override
  public InputStream stream(long offset, long count) throws IOException {
    FileChannel channel = FileChannel.open(held, StandardOpenOption.READ);
    return new BoundedStream(Channels.newInputStream(channel.position(offset)), count);
  }

  @Override
  public void close() throws IOException {
    staging.release(held);
  }
}
