package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The models that this process knows, by name, and the one that answers where none is named. */
@Singleton
public final class ServedModels {
  private final ConcurrentNavigableMap<String, ModelSlot> slots = new ConcurrentSkipListMap<>();
  private final List<String> configured;
  private final String defaultName;
  private volatile ServedModel preferred;
  private volatile boolean registryHeard;

  /**
   * @throws IllegalArgumentException if the default model is not among the configured ones
   */
  @Inject
  public ServedModels(ServingConfig config) {
    this(config.models().orElse(List.of()), config.defaultModel().orElse(null));
  }

  /**
   * @param configured the models that must serve; empty: whichever are promoted
   * @param defaultName the model where none is named; null: the one promoted last
   */
  public ServedModels(List<String> configured, String defaultName) {
    if (defaultName != null && !configured.isEmpty() && !configured.contains(defaultName)) {
      throw new IllegalArgumentException(
          "grove.serving.default-model is not among grove.serving.models: " + defaultName);
    }
    this.configured = List.copyOf(configured);
    this.defaultName = defaultName;
    configured.forEach(this::slot);
  }

  public List<String> configured() {
    return configured;
  }

  public Optional<ModelSlot> find(String name) {
    return Optional.ofNullable(slots.get(name));
  }

  /**
   * @throws Refused as unknown, or as not yet known where the registry has not answered so far
   */
  ModelSlot require(String name) {
    ModelSlot slot = slots.get(name);
    if (slot != null) {
      return slot;
    }
    throw registryHeard ? Refused.unknownModel(name) : Refused.notYetKnown(name);
  }

  /**
   * The version of a model that answers now.
   *
   * @throws Refused if there is none
   */
  public ServedModel requireServing(String name) {
    ModelSlot slot = require(name);
    ServedModel serving = slot.serving();
    if (serving == null) {
      throw Refused.noModel("Model '" + name + "' is " + slot.state().wireName());
    }
    return serving;
  }

  /** The model where none is named, if there is one yet. */
  public Optional<ServedModel> preferred() {
    return Optional.ofNullable(preferred);
  }

  /**
   * The model where none is named.
   *
   * @throws Refused if there is none yet
   */
  public ServedModel requirePreferred() {
    ServedModel serving = preferred;
    if (serving == null) {
      throw Refused.noModel("No verified model serves yet");
    }
    return serving;
  }

  /** The version of a model that answers now, or null. */
  ServedModel serving(String name) {
    ModelSlot slot = slots.get(name);
    return slot == null ? null : slot.serving();
  }

  /** Whatever answers now. */
  Collection<ServedModel> allServing() {
    return slots.values().stream().map(ModelSlot::serving).filter(Objects::nonNull).toList();
  }

  /** All of them, ordered by name. */
  public Collection<ModelSlot> all() {
    return slots.values();
  }

  /** Those whose names come after one, ordered by name. */
  public Collection<ModelSlot> after(String name) {
    return slots.tailMap(name, false).values();
  }

  /** Whether what must serve does: all configured models, or at least one. */
  public boolean isReady() {
    if (configured.isEmpty()) {
      return slots.values().stream().anyMatch(slot -> slot.serving() != null);
    }
    return configured.stream().allMatch(name -> slots.get(name).serving() != null);
  }

  /** Notes that the registry has told which models there are. */
  void heardRegistry() {
    registryHeard = true;
  }

  ModelSlot slot(String name) {
    return slots.computeIfAbsent(name, ModelSlot::new);
  }

  /** Lets a model answer from now on; the one before it is closed. */
  void serve(ServedModel next) {
    replace(slot(next.name()), next);
  }

  /** Ends a model's service in this process, and begins none until {@link #reload}. */
  void unload(String name) {
    ModelSlot slot = require(name);
    slot.unload(true);
    replace(slot, null);
  }

  /** Lets the promoted version of a model serve again. */
  void reload(String name) {
    find(name).ifPresent(slot -> slot.unload(false));
  }

  /** Ends a model's service; a model that was not configured is forgotten. */
  void retire(String name) {
    ModelSlot slot = slots.get(name);
    if (slot == null) {
      return;
    }
    slot.want(null);
    replace(slot, null);
    if (!configured.contains(name)) {
      slots.remove(name);
    }
  }

  private synchronized void replace(ModelSlot slot, ServedModel wanted) {
    ServedModel next = slot.isUnloaded() ? null : wanted;
    ServedModel before = slot.swap(next);
    preferred = choose();
    if (before != null) {
      before.close();
    }
  }

  private ServedModel choose() {
    if (defaultName != null) {
      ModelSlot slot = slots.get(defaultName);
      return slot == null ? null : slot.serving();
    }
    return slots.values().stream()
        .map(ModelSlot::serving)
        .filter(Objects::nonNull)
        .max(
            Comparator.comparing((ServedModel served) -> served.promotion().promotedAt())
                .thenComparing(ServedModel::name))
        .orElse(null);
  }
}
