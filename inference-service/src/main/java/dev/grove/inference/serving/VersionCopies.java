package dev.grove.inference.serving;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Verified copies of versions that were asked for, up to a number of bytes: beyond it those that
 * nobody asked for the longest are removed.
 *
 * <pre>
 * versions/{version}/copy.json    which version it is
 * versions/{version}/bundle/      the bundle
 * arriving/                       bundles on their way in; emptied at each start
 * </pre>
 *
 * A copy without its {@code copy.json}, which comes last and goes first, is none.
 */
final class VersionCopies implements CopyStore {
  private static final Logger LOG = Logger.getLogger(VersionCopies.class);
  private static final String COPY = "copy.json";
  private static final String BUNDLE = "bundle";

  private final Path versions;
  private final Path arriving;
  private final long most;
  private final Clock clock;
  private final Map<ModelVersion, CopyFile> copies = new HashMap<>();

  /**
   * @param root created if missing
   * @param most bytes that all copies may have together
   */
  VersionCopies(Path root, long most, Clock clock) throws IOException {
    this.versions = Files.createDirectories(root.resolve("versions"));
    this.arriving = root.resolve("arriving");
    this.most = most;
    this.clock = clock;
    DurableFiles.deleteTree(arriving);
    Files.createDirectories(arriving);
    readAll();
  }

  private void readAll() throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(versions)) {
      for (Path directory : directories) {
        try {
          CopyFile copy = CopyFile.read(directory.resolve(COPY));
          if (!directory.equals(directory(copy.key()))) {
            throw new IOException(directory + " is the place of another version");
          }
          copies.put(copy.key(), copy);
        } catch (IOException e) {
          LOG.warnf("A copy is removed: %s", e.getMessage());
          DurableFiles.deleteTree(directory);
        }
      }
    }
  }

  private Path directory(ModelVersion version) {
    return versions.resolve(SafeName.of(version.version() + " " + version.model()));
  }

  /** What is here of a version. */
  synchronized Optional<ModelCopy> find(ModelVersion version) {
    return Optional.ofNullable(copies.get(version))
        .map(copy -> new ModelCopy(version.version(), null, copy.manifestSha256()));
  }

  /** Of which versions there are copies. */
  synchronized List<ModelVersion> all() {
    return List.copyOf(copies.keySet());
  }

  /** Notes that a copy was read, so that others are removed before it. */
  synchronized void used(ModelVersion version) throws IOException {
    if (copies.containsKey(version)) {
      Files.setLastModifiedTime(directory(version).resolve(COPY), FileTime.from(clock.instant()));
    }
  }

  @Override
  public Path newStaging() throws IOException {
    return Files.createTempDirectory(arriving, "bundle");
  }

  @Override
  public Path path(String model, ModelCopy copy) {
    return directory(new ModelVersion(model, copy.version())).resolve(BUNDLE);
  }

  @Override
  public synchronized void adopt(Path staged, String model, ModelCopy copy) throws IOException {
    ModelVersion version = new ModelVersion(model, copy.version());
    DurableFiles.force(staged);
    forget(version);
    Path target = Files.createDirectories(directory(version));
    Files.move(staged, target.resolve(BUNDLE), StandardCopyOption.ATOMIC_MOVE);
    CopyFile described = CopyFile.of(version, copy.manifestSha256(), size(target));
    described.write(target.resolve(COPY));
    DurableFiles.force(versions);
    copies.put(version, described);
    used(version);
  }

  private static long size(Path directory) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  @Override
  public synchronized void remove(String model, ModelCopy copy) throws IOException {
    forget(new ModelVersion(model, copy.version()));
  }

  /** Removes what is here of a version. */
  synchronized void forget(ModelVersion version) throws IOException {
    copies.remove(version);
    Files.deleteIfExists(directory(version).resolve(COPY));
    DurableFiles.deleteTree(directory(version));
  }

  /** Removes what is here of the versions that meet a condition. */
  synchronized void forgetAll(Predicate<ModelVersion> which) throws IOException {
    for (ModelVersion version : copies.keySet().stream().filter(which).toList()) {
      forget(version);
    }
  }

  /**
   * Removes copies until they are within their bound, those first that were not used the longest.
   *
   * @param kept are not removed
   */
  synchronized void shrink(Predicate<ModelVersion> kept) throws IOException {
    while (bytes() > most) {
      ModelVersion oldest = null;
      FileTime oldestUse = null;
      for (ModelVersion version : copies.keySet()) {
        FileTime use = Files.getLastModifiedTime(directory(version).resolve(COPY));
        if (!kept.test(version) && (oldest == null || use.compareTo(oldestUse) < 0)) {
          oldest = version;
          oldestUse = use;
        }
      }
      if (oldest == null) {
        return;
      }
      forget(oldest);
      LOG.infof("The copy of %s is removed: the disk's share is used up", oldest);
    }
  }

  /** What all copies have together. */
  synchronized long bytes() {
    return copies.values().stream().mapToLong(CopyFile::bytes).sum();
  }
}
