package dev.grove.inference.serving;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks the registry again and again where the alias points to. What it says is carried out; what it
 * does not say changes nothing. No failure ends the watch: each is counted, the first of its kind
 * logged, and the pauses grow to a bound until an answer comes.
 */
public final class AliasWatcher {
  private static final Logger LOG = Logger.getLogger(AliasWatcher.class);

  private final RegistryClient registry;
  private final ServedModels models;
  private final ModelLoader loader;
  private final ServingMeters meters;
  private final String alias;
  private final Duration period;
  private final Backoff backoff;
  private int failures;
  private String lastError;

  /**
   * @param period between two answers
   * @param backoff between two failures
   */
  public AliasWatcher(
      RegistryClient registry,
      ServedModels models,
      ModelLoader loader,
      ServingMeters meters,
      String alias,
      Duration period,
      Backoff backoff) {
    this.registry = registry;
    this.models = models;
    this.loader = loader;
    this.meters = meters;
    this.alias = alias;
    this.period = period;
    this.backoff = backoff;
  }

  /** Watches until the scheduler is shut down. */
  public void watch(ScheduledExecutorService scheduler) {
    scheduler.execute(() -> pollAndGoOn(scheduler));
  }

  private void pollAndGoOn(ScheduledExecutorService scheduler) {
    Duration pause = backoff.longest();
    try {
      pause = attempt();
    } finally {
      if (!scheduler.isShutdown()) {
        Future<?> unused =
            scheduler.schedule(
                () -> pollAndGoOn(scheduler), pause.toMillis(), TimeUnit.MILLISECONDS);
      }
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
      return period;
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
    models.heardRegistry();
  }

  private void pollAll() throws IOException {
    List<PromotedVersion> promoted = registry.promoted(alias);
    Set<String> names = new HashSet<>();
    for (PromotedVersion version : promoted) {
      names.add(version.model());
      loader.reconcile(version);
    }
    for (ModelSlot slot : models.all()) {
      if (!names.contains(slot.name())) {
        loader.retire(slot.name());
      }
    }
  }

  private void pollConfigured() throws IOException {
    IOException failure = null;
    for (String name : models.configured()) {
      try {
        Optional<PromotedVersion> version = registry.promoted(name, alias);
        version.ifPresentOrElse(loader::reconcile, () -> loader.retire(name));
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
