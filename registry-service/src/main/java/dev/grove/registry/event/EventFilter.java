package dev.grove.registry.event;

import java.util.Set;

/** Which events a reader wants; an empty set wants all. */
public record EventFilter(Set<String> models, Set<String> types) {
  public static final EventFilter ALL = new EventFilter(Set.of(), Set.of());

  boolean wants(Event event) {
    return (models.isEmpty() || models.contains(event.model()))
        && (types.isEmpty() || types.contains(event.type()));
  }
}
