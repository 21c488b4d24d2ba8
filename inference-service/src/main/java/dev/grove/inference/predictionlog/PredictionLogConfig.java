package dev.grove.inference.predictionlog;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which predictions are kept, and where. */
@ConfigMapping(prefix = "grove.prediction-log")
public interface PredictionLogConfig {
  /** Where predictions go. */
  enum Target {
    NONE,
    /** Lines of JSON in files. */
    LINES,
    PARQUET,
    KAFKA
  }

  @WithDefault("none")
  Target to();

  /** Which part of the predictions is kept, from 0 to 1. */
  @WithDefault("1")
  double share();

  /** The same for single models, by name. */
  Map<String, Double> shares();

  /** Input columns that are never written, in whichever model. */
  Optional<List<String>> leaveOut();

  /** How many predictions may wait to be written; what comes on top is lost, and counted. */
  @WithDefault("20000")
  int waiting();

  /** What the predictions that wait may weigh together. */
  @WithDefault("64M")
  MemorySize waitingSize();

  Files files();

  Kafka kafka();

  /** Files of either kind. */
  interface Files {
    /** It belongs to one process. */
    @WithDefault(".grove/predictions")
    Path directory();

    /** A file that is as large is closed, and the next one begun. */
    @WithDefault("64M")
    MemorySize size();

    /** A file that is as old is closed. */
    @WithDefault("1H")
    Duration age();

    /** What all files may weigh together; the oldest are removed. */
    @WithDefault("2G")
    MemorySize total();
  }

  /** A topic. */
  interface Kafka {
    @WithDefault("localhost:9092")
    String bootstrapServers();

    @WithDefault("grove.predictions")
    String topic();

    /** Further properties of the producer, such as those of its security. */
    Map<String, String> properties();
  }
}
