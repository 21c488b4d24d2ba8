package dev.grove.registry.mlflow;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** An upload that is refused when it breaks off or gets longer than it may be. */
final class BoundedUpload extends FilterInputStream {
  private final long most;
  private long bytes;

  BoundedUpload(InputStream upload, long most) {
    super(upload);
    this.most = most;
  }

  /**
   * Refuses before the first byte, if the upload says how long it is.
   *
   * @param contentLength the header, which the server has checked to be a long; may be null
   */
  static void check(String contentLength, long most) {
    if (contentLength != null && Long.parseLong(contentLength) > most) {
      throw tooLong(most);
    }
  }

  private static RegistryException tooLong(long most) {
    return RegistryException.invalid("An artifact may have at most " + most + " bytes.");
  }

  @Override
  public int read() {
    byte[] next = new byte[1];
    return read(next, 0, 1) < 0 ? -1 : next[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    try {
      int read = super.read(buffer, offset, length);
      count(Math.max(read, 0));
      return read;
    } catch (IOException e) {
      throw new RegistryException(ErrorCode.BAD_REQUEST, "The upload broke off.", e);
    }
  }

  private void count(int read) {
    bytes += read;
    if (bytes > most) {
      throw tooLong(most);
    }
  }
}
