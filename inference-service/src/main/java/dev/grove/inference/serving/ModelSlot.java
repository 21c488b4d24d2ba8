package dev.grove.inference.serving;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** The place of one model: which version serves, which is wanted, and why they differ. */
public final class ModelSlot {
  private final String name;
  private final AtomicReference<ServedModel> serving = new AtomicReference<>();
  private final AtomicBoolean loading = new AtomicBoolean();
  private volatile PromotedVersion wanted;
  private volatile LoadFailure failure;
  private volatile boolean unloaded;

  ModelSlot(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** The version that answers now, or null. */
  public ServedModel serving() {
    return serving.get();
  }

  public Optional<LoadFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** What the registry said last, or null. */
  public PromotedVersion wanted() {
    return wanted;
  }

  public ModelState state() {
    if (serving.get() != null) {
      return ModelState.SERVING;
    }
    if (unloaded) {
      return ModelState.UNLOADED;
    }
    LoadFailure last = failure;
    if (last != null && last.refused()) {
      return ModelState.REFUSED;
    }
    return wanted == null ? ModelState.WAITING : ModelState.LOADING;
  }

  void want(PromotedVersion version) {
    wanted = version;
  }

  /** Says whether nothing is to serve here, whatever is promoted. */
  void unload(boolean unload) {
    unloaded = unload;
  }

  boolean isUnloaded() {
    return unloaded;
  }

  void fail(LoadFailure why) {
    failure = why;
  }

  /** Puts a model, or null, in the place of the one before and returns that. */
  ServedModel swap(ServedModel next) {
    failure = null;
    return serving.getAndSet(next);
  }

  /** True for the one that may load now; it must call {@link #loaded} at the end. */
  boolean startLoading() {
    return loading.compareAndSet(false, true);
  }

  void loaded() {
    loading.set(false);
  }
}
