package dev.grove.inference.drift;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.bundle.drift.CellFinder;
import dev.grove.inference.fallback.DriftAlarm;
import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.PredictionObserver;
import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.ServedModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Watches the traffic of every version that answers. Rows are counted where they are answered;
 * windows are judged elsewhere, so that no request waits for a judgement.
 */
@Singleton
public final class DriftMonitor implements PredictionObserver, DriftAlarm {
  private static final Logger LOG = Logger.getLogger(DriftMonitor.class);

  /** Between a full pane and its judgement: under heavy traffic panes grow, and not the work. */
  private static final long BREATH_MILLIS = 100;

  /** Whoever answered so lately is not forgotten for its size: it would only come back. */
  private static final long IDLE_MILLIS = 60_000;

  private final boolean enabled;
  private final DriftRule rule;
  private final WindowLimits limits;
  private final int maxVersions;
  private final long maxCells;
  private final Clock clock;
  private final Consumer<StateChange> listener;
  private final ConcurrentMap<WatchedVersion, Watched> versions =
      new ConcurrentSkipListMap<>(WatchedVersion.ORDER);

  /** Where a loaded model's counts go; emptied now and then, so that it holds no model for long. */
  private final ConcurrentMap<ServedModel, Watched> places = new ConcurrentHashMap<>();

  private volatile ScheduledExecutorService judges;

  @Inject
  public DriftMonitor(DriftConfig config, DriftEvents events) {
    this(
        config.enabled(),
        new DriftRule(config.falseAlarms(), config.severeShare(), config.severeEffect()),
        new WindowLimits(
            config.windowRows(), config.smallestWindow(), config.windowTime(), config.history()),
        config.maxVersions(),
        config.maxCells(),
        Clock.systemUTC(),
        events);
  }

  /**
   * @param listener told of each change of state
   */
  DriftMonitor(
      boolean enabled,
      DriftRule rule,
      WindowLimits limits,
      int maxVersions,
      long maxCells,
      Clock clock,
      Consumer<StateChange> listener) {
    this.enabled = enabled;
    this.rule = rule;
    this.limits = limits;
    this.maxVersions = maxVersions;
    this.maxCells = maxCells;
    this.clock = clock;
    this.listener = listener;
  }

  /** Judges full panes there from now on; until then they wait for {@link #collect}. */
  void judgeOn(ScheduledExecutorService executor) {
    judges = executor;
  }

  @Override
  public void answered(AnsweredRow row) {
    if (!enabled) {
      return;
    }
    Watched watched = watched(row.model());
    if (watched.drift() != null && count(watched.drift(), row) && watched.becomesDue()) {
      judgeSoon(watched);
    }
  }

  private void judgeSoon(Watched watched) {
    ScheduledExecutorService executor = judges;
    if (executor != null) {
      try {
        executor.schedule(() -> collect(watched), BREATH_MILLIS, TimeUnit.MILLISECONDS);
        return;
      } catch (RejectedExecutionException e) {
        LOG.debug("Not judged while the service ends", e);
      }
    }
    watched.wasCollected();
  }

  private static boolean count(DriftWatch watch, AnsweredRow answered) {
    Row row = answered.scratch().row();
    if (answered.servedBy() == ServedBy.MODEL) {
      if (answered.prediction() instanceof Prediction.Classification answer) {
        return watch.count(row, answer.index(), answer.confidence());
      } else if (answered.prediction() instanceof Prediction.Regression answer) {
        return watch.count(row, answer.value());
      } else if (answered.prediction() instanceof Prediction.Ranking answer) {
        return watch.count(row, answer.score());
      }
    }
    return watch.count(row);
  }

  /** How a model's traffic stands. A look into memory: it may be asked with every request. */
  public DriftState stateOf(ServedModel model) {
    DriftWatch watch = watched(model).drift();
    return watch == null ? DriftState.NO_REFERENCE : watch.state();
  }

  @Override
  public boolean isSevere(ServedModel model) {
    return enabled && stateOf(model) == DriftState.SEVERE;
  }

  private Watched watched(ServedModel model) {
    Watched watched = places.get(model);
    return watched != null ? watched : place(model);
  }

  private Watched place(ServedModel model) {
    Watched watched =
        versions.computeIfAbsent(
            WatchedVersion.of(model), version -> watch(version, model.bundle()));
    watched.use(clock.millis());
    places.put(model, watched);
    return watched;
  }

  private Watched watch(WatchedVersion version, ModelBundle bundle) {
    if (bundle.reference() == null) {
      return new Watched(version, null);
    }
    CellFinder finder = new CellFinder(bundle.reference(), bundle.input(), bundle.labels());
    int threads = 4 * Runtime.getRuntime().availableProcessors();
    return new Watched(
        version, new DriftWatch(version, finder, rule, limits, threads, clock, listener));
  }

  /** Gathers all counts, judges what is due, and forgets what was idle longest. */
  void collect() {
    versions.values().forEach(this::collect);
    places.clear();
    while (forgetIdlest()) {
      // As long as there is too much.
    }
  }

  private boolean forgetIdlest() {
    boolean tooMany = versions.size() > maxVersions;
    if (!tooMany && cells() <= maxCells) {
      return false;
    }
    Watched idlest =
        Collections.min(versions.values(), Comparator.comparingLong(Watched::lastUsed));
    if (!tooMany && clock.millis() - idlest.lastUsed() < IDLE_MILLIS) {
      return false;
    }
    return versions.remove(idlest.version()) != null;
  }

  private long cells() {
    return versions.values().stream().mapToLong(Watched::cells).sum();
  }

  private void collect(Watched watched) {
    watched.wasCollected();
    try {
      if (watched.drift() != null) {
        watched.drift().collect();
      }
    } catch (RuntimeException e) {
      LOG.errorf(e, "%s could not be judged", watched.version());
    }
  }

  /** What is known of a model; it is watched from now on if it was not. */
  DriftReport report(ServedModel model) {
    return watched(model).report();
  }

  /** What is known of every version that was asked, by name and version. */
  List<DriftReport> reports() {
    return versions.values().stream().map(Watched::report).toList();
  }

  Optional<DriftReport> find(String model, String version) {
    return versions.values().stream()
        .filter(watched -> watched.version().model().equals(model))
        .filter(watched -> watched.version().version().equals(version))
        .map(Watched::report)
        .findFirst();
  }

  /** The watch of a version; empty if nobody asked for it or it has no reference. */
  Optional<DriftWatch> watchOf(WatchedVersion version) {
    return Optional.ofNullable(versions.get(version)).map(Watched::drift);
  }
}
