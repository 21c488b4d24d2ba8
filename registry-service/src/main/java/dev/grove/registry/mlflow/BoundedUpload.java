package dev.grove.registry.mlflow;

import dev.grove.registry.RegistryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An upload that is refused as soon as it is longer than it may be. */
final class BoundedUpload extends FilterInputStream {
  private final long most;
  private long bytes;

  BoundedUpload(InputStream upload, long most) {
    super(upload);
    this.most = most;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(read, 0));
    return read;
  }

  private void count(int read) {
    bytes += read;
    if (bytes > most) {
      throw RegistryException.invalid("An artifact may have at most " + most + " bytes.");
    }
  }
}
