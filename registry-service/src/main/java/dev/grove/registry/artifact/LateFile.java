package dev.grove.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that is opened when its first byte is asked for: of thousands, one is open at a time. */
final class LateFile extends InputStream {
  private final Path file;
  private InputStream stream;

  LateFile(Path file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    return opened().read();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    return opened().read(buffer, offset, length);
  }

  private InputStream opened() throws IOException {
    if (stream == null) {
      stream = Files.newInputStream(file);
    }
    return stream;
  }

  @Override
  public void close() throws IOException {
    if (stream != null) {
      stream.close();
    }
  }
}
