package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Versions for requests that can wait for them: a while, and only so many at a time, so that slow
 * loads never take all threads.
 */
final class VersionsOnDemand {
  private final LoadedVersions loaded;
  private final VersionLists lists;
  private final VersionCopies copies;
  private final Semaphore waiting;
  private final Duration patience;

  /**
   * @param mostWaiting requests at a time
   * @param patience of each
   */
  VersionsOnDemand(
      LoadedVersions loaded,
      VersionLists lists,
      VersionCopies copies,
      int mostWaiting,
      Duration patience) {
    this.loaded = loaded;
    this.lists = lists;
    this.copies = copies;
    this.waiting = new Semaphore(mostWaiting);
    this.patience = patience;
  }

  /**
   * The version, loaded if it has to be.
   *
   * @throws Refused as unknown, or for the time being
   */
  ServedModel require(RegisteredModel model, String version) {
    ModelVersion wanted = ModelVersion.of(model.name(), version);
    Optional<ServedModel> here = loaded.find(wanted);
    if (here.isPresent()) {
      return here.get();
    }
    if (!waiting.tryAcquire()) {
      throw Refused.noModel("Too many requests wait for versions that are not loaded");
    }
    try {
      checkExists(model, wanted);
      return loaded.load(wanted).get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw Refused.noModel(
          "Version " + version + " of '" + model.name() + "' is being loaded; try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refused.noModel("The service is shutting down");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refused refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      waiting.release();
    }
  }

  private void checkExists(RegisteredModel model, ModelVersion wanted) {
    if (model.isPromoted(wanted)) {
      return;
    }
    try {
      if (!lists.contains(model, wanted.version())) {
        throw Refused.unknownVersion(wanted.model(), wanted.version());
      }
    } catch (IOException e) {
      if (copies.find(wanted).isEmpty()) {
        throw Refused.noModel(
            "Version "
                + wanted.version()
                + " of '"
                + wanted.model()
                + "' is not here, and the registry does not answer");
      }
    }
  }
}
