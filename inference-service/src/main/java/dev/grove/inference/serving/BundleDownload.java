package dev.grove.inference.serving;

import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.BundleManifest.FileDigest;
import dev.grove.bundle.InvalidBundle;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Downloads one bundle's files: those that its manifest names, and no byte more than it says. A few
 * come at a time, for each alone would wait for the registry and then for the disk.
 */
final class BundleDownload {
  private static final Logger LOG = Logger.getLogger(BundleDownload.class);
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int AT_ONCE = 4;
  private static final int SECONDS_TO_STOP = 5;

  private final RegistryHttp http;
  private final BundleSource source;

  BundleDownload(RegistryHttp http, BundleSource source) {
    this.http = http;
    this.source = source;
  }

  /**
   * The manifest as it stands in the registry, not yet looked at.
   *
   * @throws InvalidBundle if there is none, or one too large
   */
  byte[] manifest() throws IOException {
    try {
      return http.get(artifact(BundleFormat.MANIFEST), BundleFormat.MAX_MANIFEST_BYTES);
    } catch (NotInRegistry e) {
      throw new InvalidBundle("The version has no " + BundleFormat.MANIFEST, e);
    } catch (WrongSize e) {
      throw new InvalidBundle("The manifest is too large", e);
    }
  }

  /**
   * Fetches all files but the manifest.
   *
   * @param into a directory that nobody else knows
   * @param largest bytes that the files may have together
   * @throws InvalidBundle if one is missing, or is not what the manifest says
   */
  void files(BundleManifest manifest, Path into, long largest) throws IOException {
    if (manifest.files().values().stream().mapToLong(FileDigest::size).sum() > largest) {
      throw new InvalidBundle("The bundle is larger than " + largest + " bytes");
    }
    ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, task -> ServingBeans.daemon(task, "bundle-download"));
    try {
      CompletionService<Void> files = new ExecutorCompletionService<>(threads);
      for (Map.Entry<String, FileDigest> file : manifest.files().entrySet()) {
        files.submit(() -> download(file.getKey(), file.getValue(), into));
      }
      for (int i = 0; i < manifest.files().size(); i++) {
        files.take().get();
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while fetching a bundle");
    } finally {
      stop(threads);
    }
  }

  /** Whoever clears the directory away after this must be the last one in it. */
  private static void stop(ExecutorService threads) {
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        LOG.warn("A download goes on although its bundle is given up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static IOException failure(Throwable why) {
    if (why instanceof IOException io) {
      return io;
    }
    if (why instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) why;
  }

  private Void download(String name, FileDigest expected, Path into) throws IOException {
    String sha256;
    try {
      sha256 = http.download(artifact(name), into.resolve(name), expected.size());
    } catch (NotInRegistry e) {
      throw new InvalidBundle("The bundle lacks its file " + name, e);
    } catch (WrongSize e) {
      throw new InvalidBundle(e.getMessage(), e);
    }
    if (!sha256.equals(expected.sha256())) {
      throw new InvalidBundle("The digest of " + name + " is not the manifest's");
    }
    return null;
  }

  private String artifact(String file) {
    return ARTIFACTS + RegistryPaths.encodePath(source.root() + "/" + file);
  }
}
