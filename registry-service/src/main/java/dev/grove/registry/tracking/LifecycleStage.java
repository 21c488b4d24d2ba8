package dev.grove.registry.tracking;

import java.util.Locale;

/** Whether an experiment or a run is there or in the bin. */
public enum LifecycleStage {
  ACTIVE,
  DELETED;

  /** As it is stored and answered. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static LifecycleStage of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
