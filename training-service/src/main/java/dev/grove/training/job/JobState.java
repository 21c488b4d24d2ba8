package dev.grove.training.job;

/** Where a job stands. The last three are final. */
sealed interface JobState {
  record Queued() implements JobState {}

  record Running() implements JobState {}

  /** Trained; the registry has yet to take it. */
  record Publishing() implements JobState {}

  /**
   * @param modelVersion the registered version; null if the job registers none
   */
  record Succeeded(String modelVersion) implements JobState {}

  record Failed(String why) implements JobState {}

  record Cancelled() implements JobState {}

  /** The name on the wire and in the database. */
  default String wireName() {
    if (this instanceof Queued) {
      return "queued";
    } else if (this instanceof Running) {
      return "running";
    } else if (this instanceof Publishing) {
      return "publishing";
    } else if (this instanceof Succeeded) {
      return "succeeded";
    } else if (this instanceof Failed) {
      return "failed";
    }
    return "cancelled";
  }

  default boolean isFinal() {
    return this instanceof Succeeded || this instanceof Failed || this instanceof Cancelled;
  }

  static JobState of(String name, String error, String modelVersion) {
    return switch (name) {
      case "queued" -> new Queued();
      case "running" -> new Running();
      case "publishing" -> new Publishing();
      case "succeeded" -> new Succeeded(modelVersion);
      case "failed" -> new Failed(error);
      case "cancelled" -> new Cancelled();
      default -> throw new IllegalArgumentException("No state of a job: " + name);
    };
  }
}
