package dev.grove.inference.predictionlog;

import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The sink that the configuration asks for. */
final class Sinks {
  private Sinks() {}

  static LogWriter.Opener opener(PredictionLogConfig config, Clock clock) {
    PredictionLogConfig.Files files = config.files();
    return switch (config.to()) {
      case NONE, KAFKA -> () -> KafkaSink.connect(config.kafka());
      case LINES -> () -> lines(files, clock);
      case PARQUET ->
          () ->
              new ParquetFiles(
                  LogDirectory.open(files.directory(), clock, files.total().asLongValue()),
                  clock,
                  files.size().asLongValue(),
                  files.age());
    };
  }

  private static Sink lines(PredictionLogConfig.Files files, Clock clock)
      throws java.io.IOException {
    LogDirectory directory =
        LogDirectory.open(files.directory(), clock, files.total().asLongValue());
    ExecutorService packer =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "prediction-log-packer");
              thread.setDaemon(true);
              return thread;
            });
    return new LineFiles(directory, clock, files.size().asLongValue(), files.age(), packer);
  }
}
