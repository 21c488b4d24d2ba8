package dev.grove.inference.predict;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An answer that is held in memory while it is short, so that it can still turn into a refusal, and
 * that goes on to its client from {@link #release} on.
 */
final class HeldAnswer extends OutputStream {
  private static final int USUAL_SIZE = 16 << 10;

  private ByteArrayOutputStream held = new ByteArrayOutputStream(USUAL_SIZE);
  private OutputStream client;

  @Override
  public void write(int b) throws IOException {
    (client == null ? held : client).write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    (client == null ? held : client).write(bytes, offset, length);
  }

  /** How many bytes are held. */
  int size() {
    return client == null ? held.size() : 0;
  }

  byte[] toByteArray() {
    return held.toByteArray();
  }

  /** Sends what is held, and from now on all that comes. */
  void release(OutputStream to) throws IOException {
    held.writeTo(to);
    held = null;
    client = to;
  }
}
