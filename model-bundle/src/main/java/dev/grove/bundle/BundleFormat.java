package dev.grove.bundle;

import java.io.IOException;
import java.nio.file.Path;

/** Directory to bundle and back. The files are those of the format 1 page in the docs. */
public final class BundleFormat {
  public static final String MANIFEST = "manifest.json";

  private BundleFormat() {}

  /**
   * Writes every file of the bundle, {@code MLmodel} included, and the manifest last.
   *
   * @param directory created if missing; must be empty
   * @return the manifest's own SHA-256 in lower-case hex
   */
  public static String write(ModelBundle bundle, Path directory) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads a bundle whose digests, bounds and golden rows all hold.
   *
   * @param manifestSha256 what the manifest's digest must be, or null where nobody told
   * @throws InvalidBundle if it must not serve
   */
  public static ModelBundle read(Path directory, String manifestSha256) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The manifest alone, parsed but with no file checked: what a downloader asks first. */
  public static BundleManifest readManifest(byte[] json) {
    throw new UnsupportedOperationException();
  }
}
