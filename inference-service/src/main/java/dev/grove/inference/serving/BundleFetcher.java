package dev.grove.inference.serving;

import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.BundleManifest.FileDigest;
import dev.grove.bundle.InvalidBundle;
import dev.grove.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * Brings a registered version's bundle to this disk, verified. Only the files that its manifest
 * names are fetched, and no byte more than the manifest says.
 */
public final class BundleFetcher {
  private static final Logger LOG = Logger.getLogger(BundleFetcher.class);
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int LARGEST_MANIFEST = 1 << 20;
  private static final int MOST_FILES = 100;
  private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

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
    byte[] json = manifest(source);
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
    checkBounds(manifest);
    Path staged = directory.newStaging();
    try {
      for (Map.Entry<String, FileDigest> file : manifest.files().entrySet()) {
        download(source, file.getKey(), file.getValue(), staged);
      }
      Path manifestFile = Files.write(staged.resolve(BundleFormat.MANIFEST), json);
      DurableFiles.force(manifestFile);
      ModelBundle bundle = BundleFormat.read(staged, sha256);
      directory.adopt(staged, version.model(), copy);
      return new Fetched(copy, bundle);
    } finally {
      DurableFiles.deleteTree(staged);
    }
  }

  private byte[] manifest(BundleSource source) throws IOException {
    try {
      return http.get(artifact(source, BundleFormat.MANIFEST), LARGEST_MANIFEST);
    } catch (NotInRegistry e) {
      throw new InvalidBundle("The version has no " + BundleFormat.MANIFEST, e);
    } catch (WrongSize e) {
      throw new InvalidBundle("The manifest is too large", e);
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

  private void checkBounds(BundleManifest manifest) {
    if (manifest.files().size() > MOST_FILES) {
      throw new InvalidBundle("The manifest names more than " + MOST_FILES + " files");
    }
    long total = 0;
    for (Map.Entry<String, FileDigest> file : manifest.files().entrySet()) {
      if (!FILE_NAME.matcher(file.getKey()).matches()
          || file.getKey().equals(BundleFormat.MANIFEST)) {
        throw new InvalidBundle("The manifest names a file that a bundle cannot have");
      }
      long size = file.getValue().size();
      if (size < 0 || size > largestBundle - total) {
        throw new InvalidBundle("The bundle is larger than " + largestBundle + " bytes");
      }
      total += size;
    }
  }

  private void download(BundleSource source, String name, FileDigest expected, Path staged)
      throws IOException {
    String sha256;
    try {
      sha256 = http.download(artifact(source, name), staged.resolve(name), expected.size());
    } catch (NotInRegistry e) {
      throw new InvalidBundle("The bundle lacks its file " + name, e);
    } catch (WrongSize e) {
      throw new InvalidBundle(e.getMessage(), e);
    }
    if (!sha256.equals(expected.sha256())) {
      throw new InvalidBundle("The digest of " + name + " is not the manifest's");
    }
  }

  private static String artifact(BundleSource source, String file) {
    return ARTIFACTS + RegistryPaths.encodePath(source.root() + "/" + file);
  }
}
