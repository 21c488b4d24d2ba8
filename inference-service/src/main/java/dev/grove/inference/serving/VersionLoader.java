package dev.grove.inference.serving;

import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.ModelBundle;
import java.io.IOException;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Brings a version to memory, promoted or not: verified, from this disk or from the registry. */
final class VersionLoader {
  private static final Logger LOG = Logger.getLogger(VersionLoader.class);

  private final BundleFetcher fetcher;
  private final VersionCopies copies;
  private final Clock clock;

  /**
   * @param fetcher keeps its copies in {@code copies}
   */
  VersionLoader(BundleFetcher fetcher, VersionCopies copies, Clock clock) {
    this.fetcher = fetcher;
    this.copies = copies;
    this.clock = clock;
  }

  /**
   * The version as the registry has it; while the registry does not answer, as it was when it was
   * asked for before.
   *
   * @throws dev.grove.bundle.InvalidBundle if it must not serve
   * @throws NotInRegistry if there is no such version
   */
  ServedModel load(ModelVersion version) throws IOException {
    PromotedVersion asked = new PromotedVersion(version.model(), null, version.version(), null);
    Fetched fetched = fetch(asked);
    copies.used(version);
    return new ServedModel(
        asked, fetched.copy().manifestSha256(), fetched.bundle(), clock.instant());
  }

  private Fetched fetch(PromotedVersion asked) throws IOException {
    try {
      return fetcher.fetch(asked);
    } catch (NotInRegistry e) {
      copies.forget(asked.of());
      throw e;
    } catch (RegistryUnavailable e) {
      ModelCopy copy = copies.find(asked.of()).orElseThrow(() -> e);
      ModelBundle bundle =
          BundleFormat.read(copies.path(asked.model(), copy), copy.manifestSha256());
      LOG.infof("%s is loaded from its copy: %s", asked.of(), e.getMessage());
      return new Fetched(copy, bundle);
    }
  }
}
