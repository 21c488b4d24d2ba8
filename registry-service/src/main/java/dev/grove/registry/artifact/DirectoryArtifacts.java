package dev.grove.registry.artifact;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Artifacts in a directory of the file system.
 *
 * <p>An upload is written to {@code staging/}, forced to the disk and renamed into {@code files/},
 * which is on the same file system: readers see the old file or the new one. What a killed process
 * left in {@code staging/} goes at the next start, so one process at a time may use a directory.
 */
public final class DirectoryArtifacts implements ArtifactStore {
  private static final int BUFFER = 1 << 16;

  private final Path files;
  private final Path staging;

  /** Opens the directory, makes it if it is missing, and sweeps what uploads left behind. */
  public DirectoryArtifacts(Path directory) throws IOException {
    files = Files.createDirectories(directory.resolve("files")).toRealPath();
    staging = Files.createDirectories(directory.resolve("staging")).toRealPath();
    try (Stream<Path> left = Files.list(staging)) {
      for (Path upload : left.toList()) {
        Files.deleteIfExists(upload);
      }
    }
  }

  @Override
  public Digest put(ArtifactPath path, InputStream content) throws IOException {
    Path target = place(path);
    if (path.isRoot() || Files.isDirectory(target)) {
      throw RegistryException.invalid("Invalid path: '" + path + "' is a directory.");
    }
    Path upload = staging.resolve(UUID.randomUUID().toString());
    try {
      Digest digest = write(upload, content);
      makeDirectories(path, target.getParent());
      move(path, upload, target);
      force(target.getParent());
      return digest;
    } finally {
      Files.deleteIfExists(upload);
    }
  }

  private static Digest write(Path upload, InputStream content) throws IOException {
    MessageDigest sha256 = Digest.start();
    long bytes = 0;
    try (FileChannel file =
        FileChannel.open(upload, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        sha256.update(buffer, 0, read);
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, read);
        while (chunk.hasRemaining()) {
          file.write(chunk);
        }
        bytes += read;
      }
      file.force(true);
    }
    return Digest.of(bytes, sha256);
  }

  /** Makes what is missing and forces each new name to the disk. */
  private static void makeDirectories(ArtifactPath path, Path directory) throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    for (Path at = directory; !Files.isDirectory(at); at = at.getParent()) {
      missing.push(at);
    }
    for (Path next : missing) {
      try {
        Files.createDirectory(next);
      } catch (FileAlreadyExistsException e) {
        if (!Files.isDirectory(next)) {
          throw notADirectory(path, e);
        }
      }
      force(next.getParent());
    }
  }

  private static RegistryException notADirectory(ArtifactPath path, Exception cause) {
    return new RegistryException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "Invalid path: a part of '" + path + "' is a file and not a directory.",
        cause);
  }

  private static void move(ArtifactPath path, Path upload, Path target) throws IOException {
    try {
      Files.move(
          upload, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      if (Files.isDirectory(target)) {
        throw new RegistryException(
            ErrorCode.INVALID_PARAMETER_VALUE, "Invalid path: '" + path + "' is a directory.", e);
      }
      throw e;
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Optional<Stored> find(ArtifactPath path) throws IOException {
    Path file = place(path);
    return Files.isRegularFile(file)
        ? Optional.of(new Stored(file, Files.size(file)))
        : Optional.empty();
  }

  @Override
  public List<Entry> list(ArtifactPath directory) throws IOException {
    Path place = place(directory);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> below = Files.list(place)) {
      return below
          .filter(path -> !Files.isSymbolicLink(path))
          .map(DirectoryArtifacts::entry)
          .flatMap(Optional::stream)
          .sorted(Comparator.comparing(Entry::name))
          .toList();
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of();
    }
  }

  /** Nothing if the file went away meanwhile. */
  private static Optional<Entry> entry(Path path) {
    try {
      boolean directory = Files.isDirectory(path);
      long bytes = directory ? 0 : Files.size(path);
      return Optional.of(new Entry(path.getFileName().toString(), directory, bytes));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean delete(ArtifactPath path) throws IOException {
    Path place = place(path);
    if (path.isRoot()) {
      throw RegistryException.invalid("Invalid path: the store's root cannot be deleted.");
    }
    if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> tree = Files.walk(place)) {
      for (Path next : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(next);
      }
    } catch (DirectoryNotEmptyException | UncheckedIOException e) {
      throw new RegistryException(
          ErrorCode.RESOURCE_CONFLICT, "'" + path + "' was changed while it was deleted.", e);
    }
    force(place.getParent());
    return true;
  }

  /**
   * The file's place.
   *
   * @throws RegistryException if a symbolic link on the way leads out of the store
   */
  private Path place(ArtifactPath path) throws IOException {
    Path place = files;
    for (String name : path.names()) {
      place = place.resolve(name);
      if (Files.isSymbolicLink(place) && !inside(place)) {
        throw RegistryException.invalid("Invalid path: it leaves the artifact store.");
      }
    }
    return place;
  }

  private boolean inside(Path link) throws IOException {
    try {
      return link.toRealPath().startsWith(files);
    } catch (NoSuchFileException e) {
      return false;
    }
  }
}
