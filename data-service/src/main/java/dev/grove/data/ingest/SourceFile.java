package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import dev.grove.data.Refused;
import dev.grove.data.dataset.VersionId;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * What a client sent, unpacked, on this machine's disk.
 *
 * @param digest SHA-256 of the bytes, hexadecimal
 */
record SourceFile(Path path, long bytes, String digest) {
  private static final int CHUNK = 1 << 16;

  /**
   * Writes a body to a file as it comes in; gzip is recognised by its first bytes.
   *
   * @param gzip whether the client said that the body is gzip
   * @throws Refused if it is larger than the bound, however small it was when compressed
   * @throws InvalidInput if the compression is broken
   */
  static SourceFile receive(InputStream body, boolean gzip, Path path, long maxBytes)
      throws IOException {
    MessageDigest digest = VersionId.sha256();
    long bytes = 0;
    try (InputStream in = unpacked(new BufferedInputStream(body, CHUNK), gzip);
        OutputStream out = Files.newOutputStream(path)) {
      byte[] chunk = new byte[CHUNK];
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        bytes += n;
        if (bytes > maxBytes) {
          throw Refused.tooLarge(maxBytes);
        }
        digest.update(chunk, 0, n);
        out.write(chunk, 0, n);
      }
    } catch (ZipException | EOFException e) {
      throw new InvalidInput("body", "is broken or cut-off gzip");
    }
    return new SourceFile(path, bytes, HexFormat.of().formatHex(digest.digest()));
  }

  private static InputStream unpacked(BufferedInputStream in, boolean gzip) throws IOException {
    in.mark(2);
    boolean recognised = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    if (recognised) {
      return new GZIPInputStream(new Unhurried(in), CHUNK);
    }
    if (gzip) {
      throw new InvalidInput("Content-Encoding", "says gzip, but the body is not");
    }
    return in;
  }

  /**
   * Never says that nothing is there: {@link GZIPInputStream} would take a pause of the network
   * between two members of a gzip file for its end, and drop the rest in silence.
   */
  private static final class Unhurried extends FilterInputStream {
    Unhurried(InputStream in) {
      super(in);
    }

    @Override
    public int available() {
      return 1;
    }
  }
}
