package dev.grove.registry.model;

import dev.grove.registry.RegistryException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Where a version stands in MLflow's older way of promoting; stored under {@link #text()}. */
public enum Stage {
  NONE("None"),
  STAGING("Staging"),
  PRODUCTION("Production"),
  ARCHIVED("Archived");

  private final String text;

  Stage(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** The stage of that name in whatever case. */
  public static Stage parse(String name) {
    return Arrays.stream(values())
        .filter(stage -> stage.text.equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                RegistryException.invalid(
                    "Invalid Model Version stage: "
                        + name
                        + ". Value must be one of "
                        + Arrays.stream(values()).map(Stage::text).collect(Collectors.joining(", "))
                        + "."));
  }

  /** Whether versions in it are in use, so that others may make room for a new one. */
  public boolean isActive() {
    return this == STAGING || this == PRODUCTION;
  }
}
