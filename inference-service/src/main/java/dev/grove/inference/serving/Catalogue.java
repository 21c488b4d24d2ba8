package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The registered models as the registry told of them last: whatever a client asks for is looked up
 * here first, so that names that do not exist cost the registry nothing.
 */
public final class Catalogue {
  private final ConcurrentNavigableMap<String, RegisteredModel> models =
      new ConcurrentSkipListMap<>();
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean heard;

  /**
   * Tells of changes from now on.
   *
   * @param listener gets the name of a model that is new, other than before, or gone; on the thread
   *     that follows the registry, which it must not hold up
   */
  public void onChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  public Optional<RegisteredModel> find(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /**
   * @throws Refused as unknown, or as not yet known where the registry has not answered so far
   */
  public RegisteredModel require(String name) {
    RegisteredModel model = models.get(name);
    if (model != null) {
      return model;
    }
    throw heard ? Refused.unknownModel(name) : Refused.notYetKnown(name);
  }

  /** All of them, ordered by name. */
  public Collection<RegisteredModel> all() {
    return models.values();
  }

  /** Takes what the registry said of all models; the others are gone. */
  void replace(List<RegisteredModel> all) {
    Set<String> names = new HashSet<>();
    for (RegisteredModel model : all) {
      names.add(model.name());
      put(model);
    }
    for (String name : models.keySet()) {
      if (!names.contains(name)) {
        remove(name);
      }
    }
    heard = true;
  }

  void put(RegisteredModel model) {
    if (!model.equals(models.put(model.name(), model))) {
      changed(model.name());
    }
  }

  void remove(String name) {
    if (models.remove(name) != null) {
      changed(name);
    }
  }

  /** Whether the registry has told of all models that matter since the start. */
  boolean isHeard() {
    return heard;
  }

  /** Notes that the registry has told of all models that matter. */
  void heard() {
    heard = true;
  }

  private void changed(String name) {
    listeners.forEach(listener -> listener.accept(name));
  }
}
