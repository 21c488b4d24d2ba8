package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import dev.grove.data.Refused;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A request's body, read up to a bound whatever is in it: padding around a form's parts counts,
 * too. That it breaks off is the client's mistake, not the service's failure.
 */
final class ClientBody extends FilterInputStream {
  private final IngestConfig config;
  private long count;

  ClientBody(InputStream in, IngestConfig config) {
    super(in);
    this.config = config;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int read;
    try {
      read = super.read(target, offset, length);
    } catch (IOException e) {
      throw new InvalidInput("body", "broke off");
    }
    count += read;
    if (count > config.maxWireBytes()) {
      throw Refused.tooLarge(config.maxBytes().asLongValue());
    }
    return read;
  }
}
