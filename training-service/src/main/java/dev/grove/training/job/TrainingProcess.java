package dev.grove.training.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.grove.training.fit.JobFiles;
import dev.grove.training.fit.Worker;
import dev.grove.training.fit.WorkerEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A worker that runs. Closing ends it, if need be by force. */
final class TrainingProcess implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TrainingProcess.class);
  private static final int TAIL_LINES = 12;
  private static final int TAIL_LENGTH = 1_500;

  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL", 6, "SIGABRT", 7, "SIGBUS", 8, "SIGFPE", 9, "SIGKILL", 11, "SIGSEGV", 15,
          "SIGTERM");

  /** A crash report's signal, and the frame that it came in. */
  private static final Pattern CRASH = Pattern.compile("#\\s+(SIG[A-Z]+ |C {2}\\[)");

  private final Process process;
  private final Path crashReport;
  private final Path errors;
  private final Thread reader;
  private final Deque<String> chatter = new ArrayDeque<>();
  private volatile Progress progress = Progress.NONE;
  private volatile String failure;

  private TrainingProcess(Process process, Path errors, Path crashReport) {
    this.process = process;
    this.crashReport = crashReport;
    this.errors = errors;
    this.reader = new Thread(this::read, "worker-" + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static TrainingProcess start(JobFiles files, List<String> command) throws IOException {
    Path errors = files.directory().resolve("stderr.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(files.directory().toFile())
            .redirectError(errors.toFile());
    // Spinning threads would take the processors from everything else on the machine.
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    return new TrainingProcess(builder.start(), errors, files.crashReport());
  }

  long pid() {
    return process.pid();
  }

  Progress progress() {
    return progress;
  }

  /** True once the process ended and all that it said was heard. */
  boolean awaitEnd(Duration limit) throws InterruptedException {
    if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
      return false;
    }
    reader.join(TimeUnit.SECONDS.toMillis(10));
    return true;
  }

  boolean succeeded() {
    return process.exitValue() == 0 && failure == null;
  }

  /** What went wrong, for the job's owner to read. */
  String failure() {
    if (failure != null) {
      return failure;
    }
    String crash = crash();
    if (crash != null) {
      return "The training process crashed: " + crash;
    }
    int status = process.exitValue();
    String signal = SIGNALS.get(status - 128);
    String what =
        signal == null
            ? "The training process ended with status " + status
            : "The training process was ended by " + signal;
    String hint = status == 128 + 9 ? " (perhaps the machine ran out of memory)" : "";
    String tail = tail();
    return what + hint + (tail.isEmpty() ? "" : ": " + tail);
  }

  private void read() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } catch (IOException e) {
      LOG.debugf(e, "Worker %d went away while it spoke", process.pid());
    }
  }

  private void take(String line) {
    WorkerEvent event = null;
    if (line.startsWith("{")) {
      try {
        event = Worker.JSON.readValue(line, WorkerEvent.class);
      } catch (JsonProcessingException e) {
        LOG.debugf("Not an event: %s", line);
      }
    }
    if (event == null) {
      synchronized (chatter) {
        chatter.add(line);
        if (chatter.size() > TAIL_LINES) {
          chatter.remove();
        }
      }
    } else if (event.error() != null) {
      failure = event.error();
    } else if (event.round() != null) {
      progress = new Progress(event.round(), event.metrics());
    }
  }

  /** What the JVM wrote down when native code brought it down; null if that did not happen. */
  private String crash() {
    try (Stream<String> lines = Files.lines(crashReport, StandardCharsets.ISO_8859_1)) {
      List<String> told =
          lines.limit(30).filter(line -> CRASH.matcher(line).lookingAt()).limit(2).toList();
      return told.isEmpty()
          ? "of an unknown cause"
          : told.stream().map(TrainingProcess::plain).collect(Collectors.joining(" in "));
    } catch (IOException e) {
      return null;
    }
  }

  private static String plain(String line) {
    return line.replaceFirst("^#\\s*", "").replaceFirst(", pid=.*", "").strip();
  }

  /** The last lines that were no events; stack frames stay in the file. */
  private String tail() {
    List<String> said;
    synchronized (chatter) {
      said = List.copyOf(chatter);
    }
    List<String> wrote = List.of();
    try {
      wrote = Files.readAllLines(errors, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      LOG.debugf(e, "No error output of worker %d", process.pid());
    }
    String text =
        Stream.concat(
                said.stream(), wrote.stream().skip(Math.max(0, wrote.size() - (long) TAIL_LINES)))
            .map(line -> plain(line))
            .filter(line -> !line.isEmpty() && !line.startsWith("at ") && !line.startsWith("..."))
            .collect(Collectors.joining("; "));
    return text.length() <= TAIL_LENGTH ? text : text.substring(0, TAIL_LENGTH) + " …";
  }

  @Override
  public void close() {
    end();
  }

  /** Ends the process, if need be by force; one that ended stays as it is. */
  void end() {
    process.destroy();
    try {
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
