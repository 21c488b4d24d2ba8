package dev.grove.inference.serving;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Server-sent events from a stream (the HTML standard, 9.2.6), as far as the registry sends them.
 * Of a line that is too long the beginning counts: memory is bounded whatever comes.
 */
final class EventLines {
  private static final int LONGEST = 64 << 10;

  private final InputStream in;
  private String position;
  private volatile long lastByte;

  /**
   * @param position of the last event that was heard; null if none was
   */
  EventLines(InputStream in, String position) {
    this.in = new BufferedInputStream(in);
    this.position = position;
    lastByte = System.nanoTime();
  }

  /** One event; {@code data} is as much of it as fits. */
  record Message(String type, String data) {}

  /**
   * The next event.
   *
   * @throws IOException also where the stream ends
   */
  Message next() throws IOException {
    String type = "message";
    String id = position;
    StringBuilder data = new StringBuilder();
    while (true) {
      String line = line();
      if (line.isEmpty()) {
        // Not before: an event that breaks off is sent again.
        position = id;
        if (!data.isEmpty()) {
          return new Message(type, data.toString());
        }
        type = "message";
      } else if (value(line, "id").isPresent()) {
        id = value(line, "id").get();
      } else if (value(line, "event").isPresent()) {
        type = value(line, "event").get();
      } else if (value(line, "data").isPresent() && data.length() < LONGEST) {
        data.append(value(line, "data").get()).append('\n');
      }
    }
  }

  private static Optional<String> value(String line, String field) {
    if (!line.startsWith(field + ":")) {
      return Optional.empty();
    }
    return Optional.of(line.substring(field.length() + 1).strip());
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int next = in.read();
      lastByte = System.nanoTime();
      if (next < 0) {
        throw new IOException("The registry's events have ended");
      }
      if (next == '\n') {
        return line.toString(StandardCharsets.UTF_8);
      }
      if (next != '\r' && line.size() < LONGEST) {
        line.write(next);
      }
    }
  }

  /** The position to go on behind; null if none was given. */
  String position() {
    return position;
  }

  /** When something came last, in the time of {@link System#nanoTime}. On any thread. */
  long lastByte() {
    return lastByte;
  }
}
