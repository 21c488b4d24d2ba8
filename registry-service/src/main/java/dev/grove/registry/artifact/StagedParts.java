package dev.grove.registry.artifact;

import dev.grove.registry.RegistryException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Uploads in parts, which clients send to the registry itself.
 *
 * <p>Each has a directory in {@code staging/} with the file {@code upload} (when the addresses
 * expire, how many parts there are, and the target) and the parts, each named by its number and its
 * SHA-256. The upload's id is drawn at random and is what makes its addresses secret.
 */
final class StagedParts {
  /** Under which clients send parts: the upload's id and the part's number follow. */
  static final String PATH = "/api/2.0/mlflow-artifacts/mpu/part/";

  private static final String MARK = "parts-";
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Staging staging;
  private final Clock clock;
  private final PartLimits limits;

  StagedParts(Staging staging, Clock clock, PartLimits limits) {
    this.staging = staging;
    this.clock = clock;
    this.limits = limits;
  }

  private record Upload(Instant expires, int count, ArtifactPath target) {
    static Upload parse(String text) {
      List<String> lines = text.lines().toList();
      return new Upload(
          Instant.parse(lines.get(0)),
          Integer.parseInt(lines.get(1)),
          ArtifactPath.of(lines.get(2)));
    }

    String text() {
      return expires + "\n" + count + "\n" + target + "\n";
    }
  }

  ArtifactStore.Parts create(ArtifactPath target, int count, URI registry) throws IOException {
    String id = UUID.randomUUID().toString().replace("-", "");
    Path draft = Files.createDirectory(staging.unused());
    Upload upload = new Upload(clock.instant().plus(limits.valid()), count, target);
    Files.writeString(draft.resolve("upload"), upload.text());
    Files.move(draft, directory(id), StandardCopyOption.ATOMIC_MOVE);
    String base = registry.toString().replaceFirst("/+$", "") + PATH + id + "/";
    return new ArtifactStore.Parts(
        id, IntStream.rangeClosed(1, count).mapToObj(number -> URI.create(base + number)).toList());
  }

  private Path directory(String id) {
    return staging.resolve(MARK + id);
  }

  private Upload require(String id) throws IOException {
    if (!ID.matcher(id).matches()) {
      throw missing(id);
    }
    try {
      return Upload.parse(Files.readString(directory(id).resolve("upload")));
    } catch (NoSuchFileException e) {
      throw missing(id);
    }
  }

  private static RegistryException missing(String id) {
    return RegistryException.notFound("No multipart upload with upload_id=" + id + ".");
  }

  private Upload require(String id, ArtifactPath target) throws IOException {
    Upload upload = require(id);
    if (!upload.target().equals(target)) {
      throw missing(id);
    }
    return upload;
  }

  /** Keeps the part, in place of one of its number; the answer is its tag. */
  String put(String id, int number, InputStream content) throws IOException {
    Upload upload = require(id);
    if (clock.instant().isAfter(upload.expires())) {
      throw RegistryException.invalid("The address of the part has expired; begin a new upload.");
    }
    if (number < 1 || number > upload.count()) {
      throw RegistryException.invalidValue(
          "part_number", Integer.toString(number), "The upload has " + upload.count() + " parts.");
    }
    long others =
        parts(id).entrySet().stream()
            .filter(part -> part.getKey() != number)
            .mapToLong(part -> part.getValue().toFile().length())
            .sum();
    Path draft = staging.unused();
    try {
      Digest digest = staging.write(draft, new LimitedUpload(content, others), Announced.NOTHING);
      Optional<Path> old = Optional.ofNullable(parts(id).get(number));
      Path place = directory(id).resolve(number + "-" + digest.sha256());
      Files.move(draft, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      if (old.isPresent() && !old.get().equals(place)) {
        Files.deleteIfExists(old.get());
      }
      return digest.sha256();
    } catch (NoSuchFileException e) {
      throw missing(id);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Refuses what is more than all parts may be together. */
  private final class LimitedUpload extends java.io.FilterInputStream {
    private long bytes;

    LimitedUpload(InputStream content, long others) {
      super(content);
      bytes = others;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      bytes += Math.max(0, read);
      if (bytes > limits.bytes()) {
        throw RegistryException.invalid(
            "An artifact may have at most " + limits.bytes() + " bytes.");
      }
      return read;
    }
  }

  private Map<Integer, Path> parts(String id) throws IOException {
    Map<Integer, Path> parts = new HashMap<>();
    try (Stream<Path> files = Files.list(directory(id))) {
      files
          .filter(file -> !file.endsWith("upload"))
          .forEach(file -> parts.put(Integer.valueOf(name(file).split("-", 2)[0]), file));
    } catch (NoSuchFileException e) {
      throw missing(id);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return parts;
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }

  /** All parts, one behind the other. */
  InputStream content(ArtifactPath target, String id, List<ArtifactStore.Part> sent)
      throws IOException {
    Upload upload = require(id, target);
    Map<Integer, Path> parts = parts(id);
    for (int i = 0; i < upload.count(); i++) {
      Path part = parts.get(i + 1);
      if (part == null || i >= sent.size() || sent.get(i).number() != i + 1) {
        throw RegistryException.invalidValue(
            "parts",
            Integer.toString(i + 1),
            "It must name all parts in order, each of them sent.");
      }
      if (!name(part).equals((i + 1) + "-" + sent.get(i).etag().replace("\"", ""))) {
        throw RegistryException.invalidValue(
            "parts[" + i + "].etag",
            sent.get(i).etag(),
            "The part that was sent last has another.");
      }
    }
    if (sent.size() > upload.count()) {
      throw RegistryException.invalidValue(
          "parts", Integer.toString(sent.size()), "The upload has " + upload.count() + " parts.");
    }
    return new SequenceInputStream(
        Collections.enumeration(
            IntStream.rangeClosed(1, upload.count())
                .mapToObj(number -> (InputStream) new LateFile(parts.get(number)))
                .toList()));
  }

  void abort(ArtifactPath target, String id) throws IOException {
    require(id, target);
    remove(id);
  }

  void remove(String id) throws IOException {
    Staging.remove(directory(id));
  }
}
