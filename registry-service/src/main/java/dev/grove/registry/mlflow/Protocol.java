package dev.grove.registry.mlflow;

/** Where MLflow's protocol is spoken. */
final class Protocol {
  static final String TRACKING = "/api/2.0/mlflow";
  static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts";

  /** What MLflow's user interface puts before the same paths. */
  static final String AJAX = "/ajax-api/";

  private Protocol() {}

  static boolean isSpokenAt(String path) {
    return path.startsWith("/api/") || path.startsWith(AJAX) || path.endsWith("/get-artifact");
  }
}
