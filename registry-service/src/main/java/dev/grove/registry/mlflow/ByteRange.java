package dev.grove.registry.mlflow;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a file that a request asks for, so that a download can go on where it broke off.
 *
 * @param count how many bytes; 0 if the range begins behind the file's end
 */
record ByteRange(long offset, long count) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /** The one range of a header; nothing if it is absent or no such range: all is sent then. */
  static Optional<ByteRange> parse(String header, long bytes) {
    Matcher range = SINGLE.matcher(header == null ? "" : header);
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return Optional.empty();
    }
    if (range.group(1).isEmpty()) {
      long count = Math.min(Long.parseLong(range.group(2)), bytes);
      return Optional.of(new ByteRange(bytes - count, count));
    }
    long first = Long.parseLong(range.group(1));
    long last = range.group(2).isEmpty() ? bytes - 1 : Long.parseLong(range.group(2));
    if (!range.group(2).isEmpty() && last < first) {
      return Optional.empty();
    }
    return Optional.of(new ByteRange(first, Math.max(0, Math.min(last, bytes - 1) - first + 1)));
  }

  /** The answer's {@code Content-Range}. */
  String of(long bytes) {
    return "bytes " + offset + "-" + (offset + count - 1) + "/" + bytes;
  }
}
