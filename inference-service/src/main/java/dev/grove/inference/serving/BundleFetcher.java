package dev.grove.inference.serving;

import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.InvalidBundle;
import dev.grove.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/** Brings a registered version's bundle to this disk, verified, unless a copy of it is there. */
public final class BundleFetcher {
  private static final Logger LOG = Logger.getLogger(BundleFetcher.class);

  private final RegistryClient registry;
  private final RegistryHttp http;
  private final CopyStore directory;
  private final CopyStore beside;
  private final long largestBundle;

  /**
   * @param directory where copies come to lie
   * @param beside where there may be one already that need not be fetched again
   * @param largestBundle bytes that a bundle's files may have together
   */
  BundleFetcher(
      RegistryClient registry,
      RegistryHttp http,
      CopyStore directory,
      CopyStore beside,
      long largestBundle) {
    this.registry = registry;
    this.http = http;
    this.directory = directory;
    this.beside = beside;
    this.largestBundle = largestBundle;
  }

  /**
   * The version's bundle: from a copy that is already here, else from the registry.
   *
   * @throws InvalidBundle if it must not serve
   * @throws IOException if the registry or the disk fails
   */
  Fetched fetch(PromotedVersion version) throws IOException {
    BundleSource source = registry.source(version.of());
    BundleDownload download = new BundleDownload(http, source);
    byte[] json = download.manifest();
    String sha256 = Digests.sha256(json);
    if (source.manifestSha256() != null && !source.manifestSha256().equalsIgnoreCase(sha256)) {
      throw new InvalidBundle(
          "The manifest's digest is "
              + sha256
              + ", but the registry says "
              + source.manifestSha256());
    }
    ModelCopy copy = new ModelCopy(version.version(), version.promotedAt(), sha256);
    ModelBundle kept = kept(version.model(), copy);
    if (kept != null) {
      return new Fetched(copy, kept);
    }
    ModelBundle shared = shared(version.model(), copy);
    if (shared != null) {
      return new Fetched(copy, shared);
    }
    BundleManifest manifest = BundleFormat.readManifest(json);
    Path staged = directory.newStaging();
    try {
      download.files(manifest, staged, largestBundle);
      Path manifestFile = Files.write(staged.resolve(BundleFormat.MANIFEST), json);
      DurableFiles.force(manifestFile);
      ModelBundle bundle = BundleFormat.read(staged, sha256);
      directory.adopt(staged, version.model(), copy);
      return new Fetched(copy, bundle);
    } finally {
      DurableFiles.deleteTree(staged);
    }
  }

  private ModelBundle kept(String model, ModelCopy copy) throws IOException {
    Path path = directory.path(model, copy);
    if (!Files.isDirectory(path)) {
      return null;
    }
    try {
      return BundleFormat.read(path, copy.manifestSha256());
    } catch (InvalidBundle e) {
      LOG.warnf("The copy of %s %s is fetched again: %s", model, copy.version(), e.getMessage());
      directory.remove(model, copy);
      return null;
    }
  }

  /**
   * The same bundle from the other store, its files linked, not copied; null if it is not there.
   */
  private ModelBundle shared(String model, ModelCopy copy) throws IOException {
    Path there = beside.path(model, copy);
    if (!Files.isDirectory(there)) {
      return null;
    }
    Path staged = directory.newStaging();
    try {
      DurableFiles.linkAll(there, staged);
      ModelBundle bundle = BundleFormat.read(staged, copy.manifestSha256());
      directory.adopt(staged, model, copy);
      return bundle;
    } catch (IOException | InvalidBundle | UnsupportedOperationException e) {
      LOG.debugf("%s %s is fetched: %s", model, copy.version(), e.getMessage());
      return null;
    } finally {
      DurableFiles.deleteTree(staged);
    }
  }
}
