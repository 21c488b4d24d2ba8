package dev.grove.registry.mlflow;

/** The empty answer of calls that only change something. */
public record Nothing() {
  static final Nothing NOTHING = new Nothing();
}
