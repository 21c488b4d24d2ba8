package dev.grove.registry.artifact;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Artifacts in a directory of the file system, which several processes may share.
 *
 * <p>An upload is written to {@code staging/}, forced to the disk and renamed into {@code files/},
 * which is on the same file system: readers see the old file or the new one.
 */
public final class DirectoryArtifacts implements ArtifactStore {
  /** A directory may go between its making and its use, but not again and again. */
  private static final int MOVES = 5;

  private final Path files;
  private final Staging staging;
  private final StagedParts parts;

  /** Opens the directory and makes it if it is missing. */
  public DirectoryArtifacts(Path directory, Clock clock, RandomGenerator random, PartLimits limits)
      throws IOException {
    files = Files.createDirectories(directory.resolve("files")).toRealPath();
    staging = new Staging(directory.resolve("staging"), clock, random);
    parts = new StagedParts(staging, clock, limits);
  }

  @Override
  public Put put(ArtifactPath path, InputStream content, Announced announced) throws IOException {
    Path target = place(path);
    if (path.isRoot() || Files.isDirectory(target)) {
      throw isDirectory(path, null);
    }
    Path upload = staging.unused();
    try {
      Digest digest = staging.write(upload, content, announced);
      String stamp = stamp(Files.readAttributes(upload, BasicFileAttributes.class));
      publish(path, upload, target);
      return new Put(digest, stamp);
    } finally {
      Files.deleteIfExists(upload);
    }
  }

  private static RegistryException isDirectory(ArtifactPath path, Exception cause) {
    return new RegistryException(
        ErrorCode.INVALID_PARAMETER_VALUE, "Invalid path: '" + path + "' is a directory.", cause);
  }

  private static void publish(ArtifactPath path, Path upload, Path target) throws IOException {
    for (int left = MOVES; ; left--) {
      try {
        makeDirectories(path, target.getParent());
        move(path, upload, target);
        Staging.force(target.getParent());
        return;
      } catch (NoSuchFileException e) {
        if (left == 0 || !Files.exists(upload)) {
          throw e;
        }
      }
    }
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
          throw new RegistryException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "Invalid path: a part of '" + path + "' is a file and not a directory.",
              e);
        }
      }
      Staging.force(next.getParent());
    }
  }

  private static void move(ArtifactPath path, Path upload, Path target) throws IOException {
    try {
      Files.move(
          upload, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      if (Files.isDirectory(target)) {
        throw isDirectory(path, e);
      }
      throw e;
    }
  }

  /** Of its size and its time of change, which no two uploads share: see {@link Staging#write}. */
  private static String stamp(BasicFileAttributes file) {
    Instant changed = file.lastModifiedTime().toInstant();
    return file.size() + "-" + changed.getEpochSecond() + "." + changed.getNano();
  }

  @Override
  public Optional<Stored> find(ArtifactPath path) throws IOException {
    return stored(place(path));
  }

  private static Optional<Stored> stored(Path file) throws IOException {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return found.isRegularFile()
          ? Optional.of(new Stored(found.size(), stamp(found), Optional.empty()))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (FileSystemException e) {
      // A part of the path is a file.
      if (Files.exists(file)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  @Override
  public Optional<OpenArtifact> open(ArtifactPath path) throws IOException {
    Path file = place(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Path held = staging.hold(file.toRealPath());
      return stored(held).map(stored -> new OpenFile(stored, held, staging));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Entry> list(ArtifactPath directory) throws IOException {
    return entries(place(directory));
  }

  private static List<Entry> entries(Path place) throws IOException {
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
    } catch (UncheckedIOException e) {
      throw e.getCause();
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
  public List<Located> files(ArtifactPath directory, Optional<ArtifactPath> after, int most)
      throws IOException {
    List<Located> found = new ArrayList<>();
    int depth = directory.names().size();
    List<String> behind = after.map(path -> path.names()).orElse(List.of());
    walk(directory, behind.subList(Math.min(depth, behind.size()), behind.size()), most, found);
    return found;
  }

  /** Goes down in the order of names; {@code after} are the names below the directory. */
  private void walk(ArtifactPath directory, List<String> after, int most, List<Located> found)
      throws IOException {
    for (Entry entry : entries(place(directory))) {
      int order = after.isEmpty() ? 1 : entry.name().compareTo(after.get(0));
      if (found.size() == most) {
        return;
      }
      ArtifactPath path = directory.resolve(new ArtifactPath(List.of(entry.name())));
      if (order >= 0 && entry.directory()) {
        walk(path, order == 0 ? after.subList(1, after.size()) : List.of(), most, found);
      } else if (order > 0) {
        find(path).ifPresent(stored -> found.add(new Located(path, stored)));
      }
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
    try {
      if (!Staging.remove(place)) {
        return false;
      }
    } catch (DirectoryNotEmptyException e) {
      throw new RegistryException(
          ErrorCode.RESOURCE_CONFLICT, "'" + path + "' was changed while it was deleted.", e);
    }
    Staging.force(place.getParent());
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

  @Override
  public Parts createParts(ArtifactPath target, int count, URI registry) throws IOException {
    if (target.isRoot() || Files.isDirectory(place(target))) {
      throw isDirectory(target, null);
    }
    return parts.create(target, count, registry);
  }

  /** Takes a part that {@link #createParts} gave an address for, and tells its tag. */
  public String putPart(String uploadId, int number, InputStream content) throws IOException {
    return parts.put(uploadId, number, content);
  }

  @Override
  public Optional<Put> completeParts(ArtifactPath target, String uploadId, List<Part> sent)
      throws IOException {
    try (InputStream content = parts.content(target, uploadId, sent)) {
      Put put = put(target, content, Announced.NOTHING);
      parts.remove(uploadId);
      return Optional.of(put);
    }
  }

  @Override
  public void abortParts(ArtifactPath target, String uploadId) throws IOException {
    parts.abort(target, uploadId);
  }

  @Override
  public Optional<URI> address(ArtifactPath path) {
    return Optional.empty();
  }

  @Override
  public int sweep(Instant untouchedSince) throws IOException {
    return staging.sweep(untouchedSince);
  }
}
