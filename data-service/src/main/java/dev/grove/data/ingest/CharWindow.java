package dev.grove.data.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;

/**
 * Looks at a character stream from a moving start. What lies behind the start is forgotten, what
 * lies ahead can be looked at again, up to a bound.
 */
final class CharWindow implements Closeable {
  /** Instead of a character: the stream ends before. */
  static final int END = -1;

  /** Instead of a character: further ahead than the window may grow. */
  static final int TOO_FAR = -2;

  private static final int INITIAL = 1 << 16;

  private final Reader in;
  private final int maximum;
  private char[] buffer = new char[INITIAL];
  private int start;
  private int end;
  private boolean ended;

  CharWindow(Reader in, int maximum) {
    this.in = in;
    this.maximum = maximum;
  }

  /** The character {@code offset} after the start, or {@link #END} or {@link #TOO_FAR}. */
  int at(int offset) throws IOException {
    if (offset >= maximum) {
      return TOO_FAR;
    }
    while (start + offset >= end) {
      if (!readMore()) {
        return END;
      }
    }
    return buffer[start + offset];
  }

  /** The text between two offsets that were looked at. */
  String text(int from, int to) {
    return new String(buffer, start + from, to - from);
  }

  /** Moves the start over characters that were looked at. */
  void advance(int count) {
    start += count;
  }

  private boolean readMore() throws IOException {
    if (ended) {
      return false;
    }
    if (end == buffer.length) {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      } else {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      ended = true;
      return false;
    }
    end += count;
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
