package dev.grove.inference.serving;

import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/** Puts bundles where a service that starts finds them. */
public final class StoredCopies {
  private final ModelDirectory directory;

  public StoredCopies(Path root) throws IOException {
    directory = new ModelDirectory(root);
  }

  /**
   * @param promotedAt milliseconds since the epoch
   */
  public void add(String model, ModelBundle bundle, long promotedAt) throws IOException {
    Path staged = directory.newStaging();
    String sha256 = BundleFormat.write(bundle, staged);
    ModelCopy copy = new ModelCopy("1", Instant.ofEpochMilli(promotedAt), sha256);
    directory.adopt(staged, model, copy);
    directory.makeCurrent(model, Follower.ALIAS, copy);
  }
}
