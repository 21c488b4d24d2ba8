package dev.grove.inference.serving;

import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.InvalidBundle;
import dev.grove.bundle.ModelBundle;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Puts verified versions in their slots. What fails leaves the slot as it was, with the reason
 * beside it, and is tried again after a pause that grows to a bound.
 */
public final class ModelLoader {
  private static final Logger LOG = Logger.getLogger(ModelLoader.class);

  private final ServedModels models;
  private final ModelDirectory directory;
  private final BundleFetcher fetcher;
  private final ServingMeters meters;
  private final Executor executor;
  private final Clock clock;
  private final Backoff backoff;

  /**
   * @param executor runs the loads, so that a slow bundle does not hold up the other models
   * @param backoff between two tries at one version
   */
  public ModelLoader(
      ServedModels models,
      ModelDirectory directory,
      BundleFetcher fetcher,
      ServingMeters meters,
      Executor executor,
      Clock clock,
      Backoff backoff) {
    this.models = models;
    this.directory = directory;
    this.fetcher = fetcher;
    this.meters = meters;
    this.executor = executor;
    this.clock = clock;
    this.backoff = backoff;
  }

  /** Serves the copies of this disk that carry the alias, without asking the registry. */
  public void loadStored(String alias) throws IOException {
    for (StoredModel stored : directory.stored()) {
      boolean wanted = models.configured().isEmpty() || models.configured().contains(stored.name());
      if (!wanted || !stored.alias().equals(alias)) {
        continue;
      }
      if (!loadCopy(stored, stored.current()) && stored.previous() != null) {
        loadCopy(stored, stored.previous());
      }
    }
  }

  private boolean loadCopy(StoredModel stored, ModelCopy copy) {
    PromotedVersion version =
        new PromotedVersion(stored.name(), stored.alias(), copy.version(), copy.promotedAt());
    try {
      ModelBundle bundle =
          BundleFormat.read(directory.path(stored.name(), copy), copy.manifestSha256());
      models.serve(new ServedModel(version, copy.manifestSha256(), bundle, clock.instant()));
      LOG.infof("Serving %s %s from its copy", version.model(), version.version());
      return true;
    } catch (IOException | RuntimeException e) {
      LOG.warnf(
          "The copy of %s %s does not serve: %s",
          version.model(), version.version(), e.getMessage());
      meters.failed(stored.name(), true);
      return false;
    }
  }

  /** Sees to it that a slot serves what the registry wants. Returns at once. */
  void reconcile(PromotedVersion wanted) {
    ModelSlot slot = models.slot(wanted.model());
    slot.want(wanted);
    ServedModel serving = slot.serving();
    if (slot.isUnloaded() || (serving != null && serving.promotion().equals(wanted))) {
      slot.fail(null);
      return;
    }
    Instant now = clock.instant();
    boolean tooEarly =
        slot.failure()
            .filter(last -> last.wanted().equals(wanted) && now.isBefore(last.retryAt()))
            .isPresent();
    if (!tooEarly && slot.startLoading()) {
      executor.execute(() -> load(slot, wanted));
    }
  }

  private void load(ModelSlot slot, PromotedVersion wanted) {
    try {
      Fetched fetched = fetcher.fetch(wanted);
      if (!wanted.equals(slot.wanted())) {
        return;
      }
      directory.makeCurrent(wanted.model(), wanted.alias(), fetched.copy());
      models.serve(
          new ServedModel(
              wanted, fetched.copy().manifestSha256(), fetched.bundle(), clock.instant()));
      meters.swapped(wanted.model());
      LOG.infof("Serving %s %s", wanted.model(), wanted.version());
    } catch (InvalidBundle e) {
      fail(slot, wanted, e, true);
    } catch (Throwable e) {
      fail(slot, wanted, e, false);
    } finally {
      slot.loaded();
      settle(slot, wanted);
    }
  }

  /** Carries out what the registry said while a load ran. */
  private void settle(ModelSlot slot, PromotedVersion loaded) {
    PromotedVersion wanted = slot.wanted();
    if (wanted == null) {
      retire(slot.name());
    } else if (!wanted.equals(loaded)) {
      reconcile(wanted);
    }
  }

  private void fail(ModelSlot slot, PromotedVersion wanted, Throwable why, boolean refused) {
    LoadFailure last = slot.failure().filter(f -> f.wanted().equals(wanted)).orElse(null);
    int attempts = last == null ? 1 : last.attempts() + 1;
    String reason = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    Duration pause = backoff.after(attempts);
    slot.fail(new LoadFailure(wanted, reason, refused, attempts, clock.instant().plus(pause)));
    meters.failed(wanted.model(), refused);
    if (last == null || !last.reason().equals(reason)) {
      LOG.warnf(
          "%s %s does not serve, next try in %s: %s",
          wanted.model(), wanted.version(), pause, reason);
    }
  }

  /** Ends the service of a model whose alias is gone. */
  void retire(String model) {
    ModelSlot slot = models.find(model).orElse(null);
    if (slot == null || (slot.state() == ModelState.WAITING && slot.failure().isEmpty())) {
      return;
    }
    if (!slot.startLoading()) {
      slot.want(null);
      return;
    }
    try {
      boolean served = slot.serving() != null;
      models.retire(model);
      if (served) {
        meters.retired(model);
        LOG.infof("%s is no longer promoted and no longer served", model);
      }
      directory.forget(model);
    } catch (IOException e) {
      LOG.warnf(e, "The copies of %s remain", model);
    } finally {
      slot.loaded();
    }
  }
}
