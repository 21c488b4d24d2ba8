package dev.grove.inference.serving;

import dev.grove.bundle.InvalidBundle;
import dev.grove.inference.Refused;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Versions in memory beside those that serve under the followed alias, each loaded once however
 * many ask for it at the same time. Together with the serving ones they stay within a budget:
 * beyond it those leave that nobody asked for the longest, but for pinned ones.
 */
public final class LoadedVersions {
  private static final Logger LOG = Logger.getLogger(LoadedVersions.class);

  private final ServedModels serving;
  private final VersionLoader loader;
  private final VersionFailures failures;
  private final MemoryBudget budget;
  private final ServingMeters meters;
  private final Executor executor;
  private final ConcurrentMap<ModelVersion, ServedModel> loaded = new ConcurrentHashMap<>();
  private final ConcurrentMap<ModelVersion, CompletableFuture<ServedModel>> loading =
      new ConcurrentHashMap<>();
  private volatile Set<ModelVersion> pinned = Set.of();

  /**
   * @param serving is part of what is in memory, and never leaves it from here
   * @param executor runs the loads; it rejects those that would wait too long
   */
  LoadedVersions(
      ServedModels serving,
      VersionLoader loader,
      VersionFailures failures,
      MemoryBudget budget,
      ServingMeters meters,
      Executor executor) {
    this.serving = serving;
    this.loader = loader;
    this.failures = failures;
    this.budget = budget;
    this.meters = meters;
    this.executor = executor;
  }

  /** The version, if it is in memory. */
  public Optional<ServedModel> find(ModelVersion version) {
    ServedModel promoted = serving.serving(version.model());
    if (promoted != null && promoted.version().equals(version.version())) {
      return Optional.of(promoted);
    }
    return Optional.ofNullable(loaded.get(version));
  }

  /** All that are in memory because they were asked for or pinned. */
  public Collection<ServedModel> all() {
    return loaded.values();
  }

  /** Whether a version is on its way to memory. */
  public boolean isLoading(ModelVersion version) {
    return loading.containsKey(version);
  }

  public boolean isPinned(ModelVersion version) {
    return pinned.contains(version);
  }

  /** From now on these, and no others, stay in memory whoever asks for them. */
  void pin(Set<ModelVersion> versions) {
    pinned = Set.copyOf(versions);
  }

  /**
   * Loads a version unless it is here or on its way. Returns at once; the future fails with {@link
   * Refused} alone.
   */
  CompletableFuture<ServedModel> load(ModelVersion version) {
    Optional<ServedModel> here = find(version);
    if (here.isPresent()) {
      return CompletableFuture.completedFuture(here.get());
    }
    Optional<Refused> tooEarly = failures.tooEarly(version);
    if (tooEarly.isPresent()) {
      return CompletableFuture.failedFuture(tooEarly.get());
    }
    CompletableFuture<ServedModel> mine = new CompletableFuture<>();
    CompletableFuture<ServedModel> others = loading.putIfAbsent(version, mine);
    if (others != null) {
      return others;
    }
    try {
      executor.execute(() -> run(version, mine));
    } catch (RejectedExecutionException e) {
      loading.remove(version, mine);
      mine.completeExceptionally(Refused.noModel("Too many versions wait to be loaded"));
    }
    return mine;
  }

  private void run(ModelVersion version, CompletableFuture<ServedModel> result) {
    try {
      // Somebody else's load may have ended just before this one began.
      ServedModel model = find(version).orElse(null);
      if (model == null) {
        model = loader.load(version);
        admit(model);
        meters.loaded(version.model());
        LOG.infof("%s is loaded", version);
      }
      failures.forget(version);
      loading.remove(version, result);
      result.complete(model);
    } catch (Throwable e) {
      Refused answer = fail(version, e);
      loading.remove(version, result);
      result.completeExceptionally(answer);
    }
  }

  private Refused fail(ModelVersion version, Throwable why) {
    if (why instanceof NotInRegistry) {
      return Refused.unknownVersion(version.model(), version.version());
    }
    String reason = Objects.requireNonNullElse(why.getMessage(), why.getClass().getSimpleName());
    Refused answer =
        why instanceof Refused refused
            ? refused
            : Refused.noModel(
                "Version " + version.version() + " of '" + version.model() + "': " + reason);
    if (failures.find(version).filter(last -> last.reason().equals(reason)).isEmpty()) {
      LOG.warnf("%s cannot be loaded: %s", version, reason);
    }
    failures.note(version, reason, answer);
    meters.failed(version.model(), why instanceof InvalidBundle);
    return answer;
  }

  private synchronized void admit(ServedModel model) {
    if (!budget.hasRoom(model, serving.allServing(), pinnedHere(), isPinned(model.key()))) {
      throw Refused.noModel(
          model.key() + " does not fit into the memory that grove.serving.memory sets");
    }
    loaded.put(model.key(), model);
    shrink(model);
  }

  private Collection<ServedModel> pinnedHere() {
    return loaded.values().stream().filter(model -> isPinned(model.key())).toList();
  }

  /** Brings what is in memory back within its budget. */
  void shrink() {
    shrink(null);
  }

  private synchronized void shrink(ServedModel newcomer) {
    drop(version -> isServing(loaded.get(version)), "it serves under the alias");
    if (weight() > budget.most()) {
      serving.allServing().forEach(ServedModel::trim);
      loaded.values().forEach(ServedModel::trim);
    }
    Predicate<ServedModel> mayLeave = model -> model != newcomer && !isPinned(model.key());
    for (ServedModel leaving : budget.leaving(serving.allServing(), loaded.values(), mayLeave)) {
      drop(leaving.key()::equals, "the memory is wanted for others");
      meters.evicted(leaving.name());
    }
  }

  private boolean isServing(ServedModel model) {
    ServedModel promoted = serving.serving(model.name());
    return promoted != null && promoted.version().equals(model.version());
  }

  /** Takes versions out of memory. Requests that still hold them are not disturbed. */
  synchronized void drop(Predicate<ModelVersion> which, String why) {
    for (ModelVersion version : loaded.keySet().stream().filter(which).toList()) {
      ServedModel gone = loaded.remove(version);
      if (gone != null) {
        gone.close();
        LOG.infof("%s leaves memory: %s", version, why);
      }
    }
  }

  /** Why versions of a model could not be loaded, by version. */
  Map<String, VersionFailure> failures(String model) {
    return failures.of(model);
  }

  /** Bytes that models have in memory, about. */
  public long weight() {
    return budget.weight(serving.allServing()) + budget.weight(loaded.values());
  }
}
