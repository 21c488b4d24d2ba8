package dev.grove.inference.serving;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks the registry again and again where the alias points to. What it says is carried out; what it
 * does not say changes nothing. No failure ends the watch: each is counted, the first of its kind
 * logged, and the pauses grow to a bound until an answer comes.
 *
 * <p>While the registry's events are followed, they say when to ask, and the watch goes on calmly
 * for what they do not tell.
 */
public final class AliasWatcher {
  private static final Logger LOG = Logger.getLogger(AliasWatcher.class);

  private final RegistryClient registry;
  private final Catalogue catalogue;
  private final ServedModels models;
  private final ModelLoader loader;
  private final ServingMeters meters;
  private final String alias;
  private final Duration period;
  private final Duration calmPeriod;
  private final Backoff backoff;
  private final Set<String> toCheck = ConcurrentHashMap.newKeySet();
  private volatile boolean followed;
  private ScheduledExecutorService scheduler;
  private Future<?> next;
  private int failures;
  private String lastError;

  /**
   * @param period between two answers
   * @param calmPeriod between two answers while events are followed
   * @param backoff between two failures
   */
  public AliasWatcher(
      RegistryClient registry,
      Catalogue catalogue,
      ServedModels models,
      ModelLoader loader,
      ServingMeters meters,
      String alias,
      Duration period,
      Duration calmPeriod,
      Backoff backoff) {
    this.registry = registry;
    this.catalogue = catalogue;
    this.models = models;
    this.loader = loader;
    this.meters = meters;
    this.alias = alias;
    this.period = period;
    this.calmPeriod = calmPeriod;
    this.backoff = backoff;
  }

  /**
   * Watches until the scheduler is shut down.
   *
   * @param single has one thread, on which everything happens
   */
  public void watch(ScheduledExecutorService single) {
    scheduler = single;
    scheduler.execute(this::pollAndGoOn);
  }

  private void pollAndGoOn() {
    Duration pause = backoff.longest();
    try {
      pause = attempt();
    } finally {
      pollAfter(pause);
    }
  }

  private void pollAfter(Duration pause) {
    if (next != null) {
      next.cancel(false);
    }
    if (!scheduler.isShutdown()) {
      next = scheduler.schedule(this::pollAndGoOn, pause.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Says whether events are followed from now on. All is asked once more. On any thread. */
  void follow(boolean events) {
    followed = events;
    pollSoon();
  }

  /** Asks about all models now. On any thread. */
  void pollSoon() {
    run(this::pollAndGoOn);
  }

  /** Asks about one model now. On any thread. */
  void checkSoon(String model) {
    if (toCheck.add(model)) {
      run(() -> check(model));
    }
  }

  private void run(Runnable task) {
    try {
      scheduler.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("The watch has ended", e);
    }
  }

  private void check(String model) {
    toCheck.remove(model);
    if (!models.configured().isEmpty() && !models.configured().contains(model)) {
      return;
    }
    try {
      pollOne(model);
      // What comes of it is looked at soon, calmly or not.
      pollAfter(period);
    } catch (IOException | RuntimeException e) {
      pollAndGoOn();
    }
  }

  /**
   * One poll whose failure is taken note of.
   *
   * @return the pause before the next
   */
  Duration attempt() {
    try {
      poll();
      if (lastError != null) {
        LOG.infof("The registry answers again after %d failures", failures);
      }
      failures = 0;
      lastError = null;
      return followed && isSettled() ? calmPeriod : period;
    } catch (Throwable e) {
      failures++;
      meters.pollFailed();
      String error = Objects.toString(e.getMessage(), e.getClass().getSimpleName());
      if (!error.equals(lastError)) {
        LOG.warnf("The registry cannot be followed: %s", error);
      }
      lastError = error;
      return backoff.after(failures);
    }
  }

  /**
   * Asks once and hands what was said to the loader.
   *
   * @throws IOException if the registry did not answer for every model
   */
  void poll() throws IOException {
    if (models.configured().isEmpty()) {
      pollAll();
    } else {
      pollConfigured();
    }
    catalogue.heard();
    models.heardRegistry();
  }

  private void pollAll() throws IOException {
    List<RegisteredModel> registered = registry.models();
    catalogue.replace(registered);
    Set<String> promoted = new HashSet<>();
    for (RegisteredModel model : registered) {
      model
          .promoted(alias)
          .ifPresent(
              version -> {
                promoted.add(model.name());
                loader.reconcile(version);
              });
    }
    for (ModelSlot slot : models.all()) {
      if (!promoted.contains(slot.name())) {
        loader.retire(slot.name());
      }
    }
  }

  private void pollConfigured() throws IOException {
    IOException failure = null;
    for (String name : models.configured()) {
      try {
        pollOne(name);
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void pollOne(String name) throws IOException {
    Optional<RegisteredModel> model = registry.model(name);
    model.ifPresentOrElse(catalogue::put, () -> catalogue.remove(name));
    model
        .flatMap(found -> found.promoted(alias))
        .ifPresentOrElse(loader::reconcile, () -> loader.retire(name));
  }

  /** Whether every model serves what is wanted, so that there is nothing to try again. */
  private boolean isSettled() {
    for (ModelSlot slot : models.all()) {
      PromotedVersion wanted = slot.wanted();
      ServedModel serving = slot.serving();
      if (wanted != null && (serving == null || !serving.promotion().equals(wanted))) {
        return false;
      }
    }
    return true;
  }
}
