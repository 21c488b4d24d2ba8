package dev.grove.inference.serving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * A body that goes to a new file, digested on its way and on the disk at the end. A 200's body must
 * have the size that was announced; of any other the first bytes are kept, to tell what went wrong.
 */
final class BoundedFile implements BodySubscriber<BoundedFile.Result> {
  private static final int LARGEST_ERROR = 64 << 10;

  /**
   * @param sha256 of a 200's body, else null
   * @param error another status' body, else null
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Result(String sha256, byte[] error) {}

  private final boolean success;
  private final Path file;
  private final long size;
  private final MessageDigest digest = Digests.sha256();
  private final ByteArrayOutputStream error = new ByteArrayOutputStream();
  private final CompletableFuture<Result> result = new CompletableFuture<>();
  private Flow.Subscription subscription;
  private FileChannel channel;
  private long written;

  BoundedFile(int status, Path file, long size) {
    this.success = status == 200;
    this.file = file;
    this.size = size;
  }

  @Override
  public CompletionStage<Result> getBody() {
    return result;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    try {
      if (success) {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      }
      given.request(1);
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    try {
      for (ByteBuffer buffer : buffers) {
        if (success) {
          write(buffer);
        } else if (error.size() + buffer.remaining() <= LARGEST_ERROR) {
          byte[] part = new byte[buffer.remaining()];
          buffer.get(part);
          error.writeBytes(part);
        }
      }
      subscription.request(1);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void write(ByteBuffer buffer) throws IOException {
    written += buffer.remaining();
    if (written > size) {
      throw new WrongSize(file.getFileName() + " is larger than the " + size + " bytes announced");
    }
    digest.update(buffer.duplicate());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  @Override
  public void onError(Throwable cause) {
    fail(cause);
  }

  @Override
  public void onComplete() {
    if (!success) {
      result.complete(new Result(null, error.toByteArray()));
      return;
    }
    try {
      if (written != size) {
        throw new WrongSize(file.getFileName() + " has " + written + " bytes, not " + size);
      }
      channel.force(true);
      channel.close();
      result.complete(new Result(Digests.hex(digest.digest()), null));
    } catch (IOException e) {
      fail(e);
    }
  }

  private void fail(Throwable cause) {
    subscription.cancel();
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    result.completeExceptionally(cause);
  }
}
