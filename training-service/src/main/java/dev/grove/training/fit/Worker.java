package dev.grove.training.fit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;

/**
 * The process that trains one job: {@code worker DIRECTORY}.
 *
 * <p>It reads its request from the directory, says what it does on standard output, a JSON object a
 * line, and leaves its bundle in the directory. It ends when its standard input does, so that none
 * goes on without its service. A crash in LightGBM's native code ends this process and no other.
 */
public final class Worker {
  /** The executable's first argument that makes it a worker. */
  public static final String ARGUMENT = "worker";

  /** Exit status of a failure that was told on standard output. */
  public static final int FAILED = 10;

  private static final int ABANDONED = 11;

  /** For the files and lines between a service and its workers. */
  public static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final Clock clock;
  private final FileOutputStream out;

  private Worker(Clock clock, FileOutputStream out) {
    this.clock = clock;
    this.out = out;
  }

  public static void main(String... arguments) {
    endWithStandardInput();
    Worker worker = new Worker(Clock.systemUTC(), new FileOutputStream(FileDescriptor.out));
    Runtime.getRuntime().halt(worker.run(new JobFiles(Path.of(arguments[1]))));
  }

  private int run(JobFiles files) {
    try {
      WorkerRequest request = JSON.readValue(files.request().toFile(), WorkerRequest.class);
      new TrainingRun(request, files, new LightGbmTrainer(), clock, this::say).run();
      return 0;
    } catch (OutOfMemoryError e) {
      say(failure("The training process ran out of heap; grove.jobs.worker-heap sets it"));
    } catch (LinkageError e) {
      say(failure("The training process is incomplete: " + e));
    } catch (InvalidParameter e) {
      say(failure(e.field() + ": " + e.getMessage()));
    } catch (LightGbmException | DataServiceAway e) {
      say(failure(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      say(failure("The training process failed: " + e));
    }
    return FAILED;
  }

  private WorkerEvent failure(String error) {
    return WorkerEvent.failure(clock.millis(), error);
  }

  /** One write a line: LightGBM's own output must not come between. */
  private void say(WorkerEvent event) {
    try {
      out.write((JSON.writeValueAsString(event) + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("The service does not listen any more", e);
    }
  }

  private static void endWithStandardInput() {
    Thread watch =
        new Thread(
            () -> {
              try {
                while (System.in.read() >= 0) {
                  // What is said does not matter, only that somebody could.
                }
              } catch (IOException e) {
                // As good as the end.
              }
              Runtime.getRuntime().halt(ABANDONED);
            },
            "standard-input");
    watch.setDaemon(true);
    watch.start();
  }
}
