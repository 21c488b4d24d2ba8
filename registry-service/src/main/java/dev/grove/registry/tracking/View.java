package dev.grove.registry.tracking;

import java.util.List;

/** Which lifecycle stages a search shows. */
@SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
public enum View {
  ACTIVE_ONLY("active"),
  DELETED_ONLY("deleted"),
  ALL("active", "deleted");

  private final List<String> stages;

  View(String... stages) {
    this.stages = List.of(stages);
  }

  public String[] stages() {
    return stages.toArray(String[]::new);
  }
}
