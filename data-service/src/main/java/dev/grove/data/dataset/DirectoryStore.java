package dev.grove.data.dataset;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Versions as folders of one directory, which several replicas may share.
 *
 * <p>{@code versions/{id}} appears by one rename and is never written to. {@code staging/{process}}
 * belongs to a process for as long as that holds the lock file in it: the system drops the lock
 * when the process ends, however it ends, and the next to start clears the folder.
 */
@Singleton
public final class DirectoryStore implements DatasetStore, AutoCloseable {
  private static final String LOCK = "lock";

  private final Path versions;
  private final Path allStaging;
  private final Path ownStaging;
  private final FileChannel lockFile;

  @Inject
  DirectoryStore(DatasetsConfig config, @ConfigProperty(name = "quarkus.uuid") String process)
      throws IOException {
    this(config.directory(), process);
  }

  /**
   * @param process unique among the processes that share the directory
   */
  public DirectoryStore(Path directory, String process) throws IOException {
    Path root = directory.toAbsolutePath().normalize();
    versions = Files.createDirectories(root.resolve("versions"));
    allStaging = root.resolve("staging");
    ownStaging = Files.createDirectories(allStaging.resolve(process));
    lockFile = open(ownStaging.resolve(LOCK));
    if (lockFile.tryLock() == null) {
      throw new IOException("Another process uses " + ownStaging);
    }
  }

  private static FileChannel open(Path lock) throws IOException {
    return FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  @Override
  public Staging stage() throws IOException {
    return new Staging(ownStaging.resolve(UUID.randomUUID().toString()));
  }

  @Override
  public void publish(Staging staging, VersionId version) throws IOException {
    Path target = versions.resolve(version.value());
    try (Stream<Path> files = Files.list(staging.table())) {
      for (Path file : files.toList()) {
        force(file);
      }
    }
    force(staging.table());
    if (Files.notExists(target)) {
      Files.move(staging.table(), target, StandardCopyOption.ATOMIC_MOVE);
    }
    force(versions);
  }

  /** Waits until a file's content, or a folder's entries, are on the disk. */
  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Path file(VersionId version, String name) {
    return versions.resolve(version.value()).resolve(name);
  }

  @Override
  public List<VersionId> stored() throws IOException {
    try (Stream<Path> folders = Files.list(versions)) {
      return folders
          .map(folder -> folder.getFileName().toString())
          .filter(VersionId::isWellFormed)
          .map(VersionId::new)
          .toList();
    }
  }

  @Override
  public void remove(VersionId version) throws IOException {
    Staging.delete(versions.resolve(version.value()));
  }

  @Override
  public void sweepStaging() throws IOException {
    try (Stream<Path> folders = Files.list(allStaging)) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        if (!folder.equals(ownStaging) && isAbandoned(folder)) {
          Staging.delete(folder);
        }
      }
    }
  }

  private static boolean isAbandoned(Path folder) throws IOException {
    try (FileChannel channel = open(folder.resolve(LOCK));
        FileLock lock = channel.tryLock()) {
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false; // Another store of this very process.
    }
  }

  /** Whether the directory still takes files. */
  boolean isWritable() {
    return Files.isWritable(versions) && Files.isWritable(ownStaging);
  }

  @PreDestroy
  @Override
  public void close() throws IOException {
    Staging.delete(ownStaging);
    lockFile.close();
  }
}
