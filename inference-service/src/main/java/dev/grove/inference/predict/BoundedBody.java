package dev.grove.inference.predict;

import dev.grove.inference.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A request's body that refuses to be longer than its bound. */
public final class BoundedBody extends FilterInputStream {
  private final long largest;
  private long read;

  public BoundedBody(InputStream body, long largest) {
    super(body);
    this.largest = largest;
  }

  @Override
  public int read() throws IOException {
    int next = in.read();
    if (next >= 0) {
      count(1);
    }
    return next;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int got = in.read(bytes, offset, length);
    if (got > 0) {
      count(got);
    }
    return got;
  }

  @Override
  public long skip(long n) throws IOException {
    long skipped = in.skip(n);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) {
    read += bytes;
    if (read > largest) {
      throw tooLarge(largest);
    }
  }

  static Refused tooLarge(long largest) {
    return Refused.tooLarge("The body exceeds " + largest + " bytes");
  }
}
