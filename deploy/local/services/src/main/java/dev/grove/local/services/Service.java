package dev.grove.local.services;

import java.nio.file.Path;

/** One of Grove's services: its module and its place behind the stack's first port. */
public enum Service {
  REGISTRY("registry-service", 5000, 3),
  DATA("data-service", 8081, 1),
  TRAINING("training-service", 8082, 2),
  INFERENCE("inference-service", 8080, 0);

  private final String module;
  private final int defaultPort;
  private final int offset;

  Service(String module, int defaultPort, int offset) {
    this.module = module;
    this.defaultPort = defaultPort;
    this.offset = offset;
  }

  public String module() {
    return module;
  }

  public int defaultPort() {
    return defaultPort;
  }

  /** Its port in a stack that was moved to {@code base}. */
  public int port(int base) {
    return base + offset;
  }

  /** The runnable jar that the build leaves in the module. */
  public Path jar(Path root) {
    return root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
  }
}
