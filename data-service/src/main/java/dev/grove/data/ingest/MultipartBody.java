package dev.grove.data.ingest;

import dev.grove.data.InvalidInput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code multipart/form-data} part by part as it comes in, so that a table goes to the disk
 * once and is never held in memory. Every departure from the format is the client's mistake.
 */
final class MultipartBody {
  private static final int BUFFER = 1 << 16;
  private static final int MAX_HEADER_LINE = 8_192;
  private static final int MAX_HEADER_LINES = 32;
  private static final int MAX_BOUNDARY = 70;
  private static final Pattern PARAMETER =
      Pattern.compile(
          ";\\s*([A-Za-z*]+)\\s*=\\s*(?:\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|([^\\s\";]+))");

  private final InputStream in;
  private final byte[] delimiter;
  private final byte[] buffer = new byte[BUFFER];
  private int start;
  private int end;
  private PartStream current;

  /**
   * @param boundary from the content type; null if it names none
   */
  MultipartBody(InputStream body, String boundary) {
    if (boundary == null || boundary.isEmpty() || boundary.length() > MAX_BOUNDARY) {
      throw new InvalidInput("Content-Type", "must name the multipart boundary");
    }
    // A line end before the first delimiter makes all delimiters alike.
    this.in = new SequenceInputStream(new ByteArrayInputStream(new byte[] {'\r', '\n'}), body);
    this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    this.current = new PartStream();
  }

  /**
   * A part.
   *
   * @param content to be read before the next part is asked for; what is left is skipped
   */
  record Part(String name, boolean isFile, InputStream content) {}

  /** The next part; null after the last. */
  Part next() throws IOException {
    current.skipToEnd();
    start += delimiter.length;
    String rest = line();
    if (rest.startsWith("--")) {
      return null;
    }
    if (!rest.isBlank()) {
      throw broken("a boundary is followed by something else");
    }
    String disposition = null;
    for (int lines = 0; ; lines++) {
      String header = line();
      if (header.isEmpty()) {
        break;
      }
      if (lines == MAX_HEADER_LINES) {
        throw broken("a part has too many headers");
      }
      if (header.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
        disposition = header;
      }
    }
    current = new PartStream();
    return part(disposition == null ? "" : disposition);
  }

  private Part part(String disposition) {
    String name = null;
    boolean file = false;
    Matcher parameter = PARAMETER.matcher(disposition);
    while (parameter.find()) {
      String key = parameter.group(1).toLowerCase(Locale.ROOT);
      if (key.equals("name")) {
        String quoted = parameter.group(2);
        name = quoted == null ? parameter.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      }
      file |= key.equals("filename") || key.equals("filename*");
    }
    if (name == null) {
      throw broken("a part has no name");
    }
    return new Part(name, file, current);
  }

  private static InvalidInput broken(String how) {
    return new InvalidInput("body", "is broken multipart: " + how);
  }

  /** A line without its end. Within the boundary's line, the end of the body is one too. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      if (start == end && !readMore()) {
        if (line.toString().startsWith("--")) {
          return line.toString();
        }
        throw broken("it ends within a part's headers");
      }
      char c = (char) (buffer[start++] & 0xff);
      if (c == '\n') {
        String text = line.toString();
        String trimmed = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        return new String(trimmed.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
      }
      if (line.length() == MAX_HEADER_LINE) {
        throw broken("a header is too long");
      }
      line.append(c);
    }
  }

  /** Moves what is left to the front and reads behind it. */
  private boolean readMore() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(count, 0);
    return count > 0;
  }

  /** A part's content, up to the delimiter, which is left to be read. */
  private final class PartStream extends InputStream {
    private boolean ended;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = available(length);
      if (count == 0) {
        return length == 0 ? 0 : -1;
      }
      System.arraycopy(buffer, start, target, offset, count);
      start += count;
      return count;
    }

    /** How many bytes of content stand at the buffer's start, at most {@code wanted}. */
    private int available(int wanted) throws IOException {
      while (!ended) {
        int limit = delimiterStart();
        if (limit > start) {
          return Math.min(wanted, limit - start);
        }
        ended = limit == start && isDelimiter(start);
        if (!ended && !readMore()) {
          throw broken("it ends before its last boundary");
        }
      }
      return 0;
    }

    /** Where the delimiter is, or where one may yet begin when more has been read. */
    private int delimiterStart() {
      int safe = Math.max(start, end - delimiter.length + 1);
      for (int i = start; i < safe; i++) {
        if (buffer[i] == '\r' && isDelimiter(i)) {
          return i;
        }
      }
      return safe;
    }

    private boolean isDelimiter(int at) {
      if (end - at < delimiter.length) {
        return false;
      }
      for (int i = 0; i < delimiter.length; i++) {
        if (buffer[at + i] != delimiter[i]) {
          return false;
        }
      }
      return true;
    }

    void skipToEnd() throws IOException {
      for (int count = available(BUFFER); count > 0; count = available(BUFFER)) {
        start += count;
      }
    }
  }
}
