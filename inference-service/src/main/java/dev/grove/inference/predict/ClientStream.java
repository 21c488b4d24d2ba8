package dev.grove.inference.predict;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/**
 * A response that is sent while it is made, in chunks, by a worker thread: it waits while the
 * client has too much unread, and gives the client up that reads nothing for too long.
 */
final class ClientStream extends OutputStream {
  private static final int CHUNK = 16 << 10;

  /** Should a drain go unheard, it is seen after so long. */
  private static final long GLANCE_MILLIS = 250;

  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private final long patienceNanos;
  private final byte[] chunk = new byte[CHUNK];
  private int length;

  /**
   * @param unread bytes that may wait for the client
   * @param patienceNanos how long the client may read nothing
   */
  ClientStream(HttpServerRequest request, String type, int unread, long patienceNanos) {
    this.request = request;
    this.response = request.response();
    this.patienceNanos = patienceNanos;
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    response.setChunked(true);
    response.setWriteQueueMaxSize(unread);
    response.drainHandler(drained -> wake());
    response.closeHandler(closed -> wake());
  }

  void header(String name, String value) {
    response.putHeader(name, value);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    int left = count;
    while (left > 0) {
      int some = Math.min(left, CHUNK - length);
      System.arraycopy(bytes, from, chunk, length, some);
      length += some;
      from += some;
      left -= some;
      if (length == CHUNK) {
        awaitRoom();
        response.write(Buffer.buffer(CHUNK).appendBytes(chunk));
        length = 0;
      }
    }
  }

  /** Sends what is left and ends the response. */
  void end() {
    response.end(Buffer.buffer(length).appendBytes(chunk, 0, length));
  }

  /** Lets the client see that the answer broke off. */
  void abort() {
    request.connection().close();
  }

  private synchronized void awaitRoom() throws IOException {
    long start = System.nanoTime();
    while (response.writeQueueFull()) {
      long left = patienceNanos - (System.nanoTime() - start);
      if (left <= 0) {
        abort();
        throw new IOException("The client read nothing for too long");
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(
            this, Math.min(left, TimeUnit.MILLISECONDS.toNanos(GLANCE_MILLIS)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
      if (response.closed()) {
        throw new IOException("The client is gone");
      }
    }
    if (response.closed()) {
      throw new IOException("The client is gone");
    }
  }

  private synchronized void wake() {
    notifyAll();
  }
}
