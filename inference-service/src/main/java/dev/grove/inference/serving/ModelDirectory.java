package dev.grove.inference.serving;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The verified copies on this disk, from which models serve at once after a start, registry or not.
 *
 * <pre>
 * models/{model}/state.json     which copy is current, which was before it
 * models/{model}/{version}/     a bundle
 * staging/                      bundles on their way in; emptied at each start
 * </pre>
 *
 * A bundle comes in by one rename after its bytes are on the disk, so a directory under {@code
 * models} is whole or was damaged later. Methods for one model must not run at the same time.
 */
public final class ModelDirectory implements CopyStore {
  private static final Logger LOG = Logger.getLogger(ModelDirectory.class);
  private static final String STATE = "state.json";

  private final Path models;
  private final Path staging;

  /**
   * @param root created if missing
   */
  public ModelDirectory(Path root) throws IOException {
    this.models = Files.createDirectories(root.resolve("models"));
    this.staging = root.resolve("staging");
    DurableFiles.deleteTree(staging);
    Files.createDirectories(staging);
    removeOrphans();
  }

  /** Copies that no state file speaks of: their model was forgotten, or never came to serve. */
  private void removeOrphans() throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(models, Files::isDirectory)) {
      for (Path directory : directories) {
        if (!Files.exists(directory.resolve(STATE))) {
          DurableFiles.deleteTree(directory);
        }
      }
    }
  }

  /** What the state files say. One that cannot be read is logged and left out. */
  List<StoredModel> stored() throws IOException {
    List<StoredModel> stored = new ArrayList<>();
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(models, Files::isDirectory)) {
      for (Path directory : directories) {
        Path state = directory.resolve(STATE);
        try {
          stored.add(StateFile.read(state));
        } catch (IOException e) {
          LOG.warnf("%s is ignored: %s", state, e.getMessage());
        }
      }
    }
    return stored;
  }

  @Override
  public Path path(String model, ModelCopy copy) {
    return directory(model).resolve(copy.directoryName());
  }

  private Path directory(String model) {
    return models.resolve(SafeName.of(model));
  }

  @Override
  public Path newStaging() throws IOException {
    return Files.createTempDirectory(staging, "bundle");
  }

  @Override
  public void adopt(Path staged, String model, ModelCopy copy) throws IOException {
    DurableFiles.force(staged);
    Path target = path(model, copy);
    Files.createDirectories(target.getParent());
    DurableFiles.deleteTree(target);
    Files.move(staged, target, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.force(target.getParent());
    DurableFiles.force(models);
  }

  @Override
  public void remove(String model, ModelCopy copy) throws IOException {
    DurableFiles.deleteTree(path(model, copy));
  }

  /** Makes a copy the current one; the one before it is kept, older ones are removed. */
  void makeCurrent(String model, String alias, ModelCopy copy) throws IOException {
    Path state = directory(model).resolve(STATE);
    ModelCopy previous = previous(state, copy);
    StateFile.write(new StoredModel(model, alias, copy, previous), state);
    Set<String> kept = new HashSet<>();
    kept.add(copy.directoryName());
    if (previous != null) {
      kept.add(previous.directoryName());
    }
    try (DirectoryStream<Path> copies =
        Files.newDirectoryStream(directory(model), Files::isDirectory)) {
      for (Path old : copies) {
        if (!kept.contains(old.getFileName().toString())) {
          DurableFiles.deleteTree(old);
        }
      }
    }
  }

  private static ModelCopy previous(Path state, ModelCopy next) {
    if (!Files.exists(state)) {
      return null;
    }
    try {
      StoredModel stored = StateFile.read(state);
      boolean same = stored.current().directoryName().equals(next.directoryName());
      return same ? stored.previous() : stored.current();
    } catch (IOException e) {
      LOG.warnf("%s is replaced: %s", state, e.getMessage());
      return null;
    }
  }

  /**
   * Forgets a model with all of its copies. The state goes first: half a removal serves nothing.
   */
  void forget(String model) throws IOException {
    Files.deleteIfExists(directory(model).resolve(STATE));
    DurableFiles.deleteTree(directory(model));
  }
}
