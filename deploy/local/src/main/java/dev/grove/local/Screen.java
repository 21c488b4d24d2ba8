package dev.grove.local;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What the user reads: results on one stream, diagnostics on the other, both UTF-8 in every locale.
 */
public final class Screen {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private int updating;
  private long lastUpdate = Long.MIN_VALUE;

  /**
   * @param terminal whether a line can be written over; otherwise progress is a line every few
   *     seconds
   */
  public Screen(PrintWriter out, PrintWriter err, boolean terminal) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
  }

  static Screen ofProcess() {
    return new Screen(
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        Boolean.getBoolean("grove.terminal"));
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  public PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }

  /** A line of the result. */
  public synchronized void line(String format, Object... values) {
    finishUpdate();
    out.println(format(format, values));
    out.flush();
  }

  /** A line beside the result. */
  public synchronized void note(String format, Object... values) {
    finishUpdate();
    err.println(format(format, values));
    err.flush();
  }

  /** How far something is; the next update takes this one's place, the next line keeps it. */
  public synchronized void update(String format, Object... values) {
    String text = format(format, values);
    if (terminal) {
      out.print("\r" + text + " ".repeat(Math.max(0, updating - text.length())));
      updating = text.length();
      out.flush();
    } else if (lastUpdate == Long.MIN_VALUE || System.nanoTime() - lastUpdate > QUIET_NANOS) {
      out.println(text);
      out.flush();
      lastUpdate = System.nanoTime();
    }
  }

  private void finishUpdate() {
    if (updating > 0) {
      out.println();
      updating = 0;
    }
    lastUpdate = Long.MIN_VALUE;
  }

  /** Tells why the command failed: in words where they were chosen, otherwise with the trace. */
  void failure(Exception failure) {
    if (failure instanceof LocalFailure) {
      note("%s", "grove: " + failure.getMessage());
    } else if (failure instanceof AccessDeniedException) {
      note("grove: No permission for %s. Does it belong to another user?", failure.getMessage());
    } else {
      note("%s", "grove: " + failure);
      failure.printStackTrace(err);
      err.flush();
    }
  }

  private static String format(String format, Object... values) {
    return values.length == 0 ? format : String.format(Locale.ROOT, format, values);
  }
}
