package dev.grove.registry.artifact;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * An object as it was found: a read that meets another one fails, and one that breaks off, because
 * its client was slow or S3 hung up, goes on where it was.
 */
record OpenObject(ArtifactStore.Stored stored, S3Bucket bucket, GetObjectRequest request)
    implements OpenArtifact {
  private static final int ATTEMPTS = 3;

  @Override
  public Optional<Path> file() {
    return Optional.empty();
  }

  @Override
  public InputStream stream(long offset, long count) {
    return count == 0 ? InputStream.nullInputStream() : new Resumed(offset, count);
  }

  @Override
  public void close() {
    // Streams are closed by their readers, and nothing else is held.
  }

  private ResponseInputStream<GetObjectResponse> get(long offset, long count) {
    GetObjectRequest range =
        request.toBuilder().range("bytes=" + offset + "-" + (offset + count - 1)).build();
    return bucket
        .find(() -> bucket.client().getObject(range))
        .orElseThrow(
            () ->
                new RegistryException(
                    ErrorCode.RESOURCE_CONFLICT, "The artifact was replaced while it was read."));
  }

  private final class Resumed extends InputStream {
    private long offset;
    private long left;
    private int failures;
    private ResponseInputStream<GetObjectResponse> stream;

    Resumed(long offset, long count) {
      this.offset = offset;
      left = count;
      stream = get(offset, count);
    }

    @Override
    public int read() throws IOException {
      byte[] next = new byte[1];
      return read(next, 0, 1) < 0 ? -1 : next[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int start, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      while (true) {
        try {
          int read = stream.read(buffer, start, (int) Math.min(length, left));
          if (read < 0) {
            throw new IOException("the object ended " + left + " bytes early");
          }
          offset += read;
          left -= read;
          failures = 0;
          return read;
        } catch (IOException e) {
          if (++failures == ATTEMPTS) {
            throw e;
          }
          stream.abort();
          stream = get(offset, left);
        }
      }
    }

    /** Aborts, for closing would read what the client did not want. */
    @Override
    public void close() throws IOException {
      if (left > 0) {
        stream.abort();
      }
      stream.close();
    }
  }
}
