package dev.grove.local.api;

import java.util.List;

/** A model as inference-service serves it; {@code input} is null in lists. */
public record ServedModel(
    String name, String version, String task, String target, String state, List<Input> input) {
  public ServedModel {
    input = input == null ? List.of() : List.copyOf(input);
  }

  /** A raw column that the model takes. */
  public record Input(String name, String type) {}

  public boolean isRegression() {
    return "regression".equals(task);
  }
}
