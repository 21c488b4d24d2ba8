package dev.grove.inference.predict;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Lines of bytes, held one at a time; of a line beyond the bound nothing is held. */
final class Lines {
  private static final int READ = 8 << 10;

  private final InputStream in;
  private final int longest;
  private final byte[] read = new byte[READ];
  private int from;
  private int to;
  private byte[] line = new byte[512];
  private int length;
  private boolean tooLong;

  Lines(InputStream in, int longest) {
    this.in = in;
    this.longest = longest;
  }

  /** Whether there is another line, up to a line feed or the end. */
  boolean next() throws IOException {
    length = 0;
    tooLong = false;
    boolean any = false;
    while (from < to || fill()) {
      any = true;
      int end = from;
      while (end < to && read[end] != '\n') {
        end++;
      }
      take(end);
      if (end < to) {
        from = end + 1;
        return true;
      }
      from = end;
    }
    return any;
  }

  int longest() {
    return longest;
  }

  boolean tooLong() {
    return tooLong;
  }

  boolean blank() {
    for (int i = 0; i < length; i++) {
      if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The line's bytes, {@link #length} of them, until the next line. */
  byte[] bytes() {
    return line;
  }

  int length() {
    return length;
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, in.read(read, 0, READ));
    return to > 0;
  }

  private void take(int end) {
    int more = end - from;
    if (tooLong || length + more > longest) {
      tooLong = true;
      length = 0;
      return;
    }
    if (length + more > line.length) {
      line = Arrays.copyOf(line, Math.max(length + more, Math.min(longest, line.length * 2)));
    }
    System.arraycopy(read, from, line, length, more);
    length += more;
  }
}
