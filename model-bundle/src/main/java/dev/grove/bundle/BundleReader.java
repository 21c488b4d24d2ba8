package dev.grove.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.BundleManifest.FileDigest;
import dev.grove.bundle.drift.ReferenceProfile;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.trees.Forest;
import dev.grove.bundle.trees.InvalidModelText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads a bundle from bytes that nobody vouches for. What is parsed is what was digested: each file
 * is read once, never beyond the size that the manifest gives it.
 */
final class BundleReader {
  private final Path directory;

  BundleReader(Path directory) {
    this.directory = directory;
  }

  ModelBundle read(String manifestSha256) throws IOException {
    byte[] json = content(BundleFormat.MANIFEST, BundleFormat.MAX_MANIFEST_BYTES);
    if (manifestSha256 != null && !Sha256.hex(json).equals(manifestSha256)) {
      throw new InvalidBundle(BundleFormat.MANIFEST + ": its SHA-256 is not the one expected");
    }
    BundleManifest manifest = BundleFormat.readManifest(json);
    for (Map.Entry<String, FileDigest> file : manifest.files().entrySet()) {
      if (!isParsed(file.getKey())) {
        check(file.getKey(), file.getValue());
      }
    }
    ModelBundle bundle = parse(manifest);
    bundle.verify();
    return bundle;
  }

  private static boolean isParsed(String name) {
    return BundleFormat.OPTIONAL.contains(name)
        || (BundleFormat.REQUIRED.contains(name) && !name.equals(BundleFormat.MLMODEL));
  }

  private ModelBundle parse(BundleManifest manifest) throws IOException {
    InputSchema input = json(manifest, BundleFormat.INPUT, InputSchema.class);
    BundleFormat.EncodingFile encoding =
        json(manifest, BundleFormat.ENCODING, BundleFormat.EncodingFile.class);
    Labels labels = json(manifest, BundleFormat.LABELS, Labels.class);
    BundleFormat.GoldenFile golden =
        json(manifest, BundleFormat.GOLDEN, BundleFormat.GoldenFile.class);
    JsonNode evaluation = json(manifest, BundleFormat.EVALUATION, JsonNode.class);
    if (!evaluation.isObject()) {
      throw new InvalidBundle(BundleFormat.EVALUATION + ": is not an object");
    }
    String modelText = modelText(manifest, BundleFormat.MODEL);
    return new ModelBundle(
        input,
        encoding(input, encoding),
        labels,
        modelText,
        forest(BundleFormat.MODEL, modelText),
        golden(golden),
        evaluation,
        manifest.lineage(),
        fallback(manifest),
        reference(manifest));
  }

  /** Null if there is none. */
  private ReferenceProfile reference(BundleManifest manifest) throws IOException {
    return manifest.files().containsKey(BundleFormat.REFERENCE)
        ? json(manifest, BundleFormat.REFERENCE, ReferenceProfile.class)
        : null;
  }

  /** Null if there is none. */
  private Fallback fallback(BundleManifest manifest) throws IOException {
    boolean described = manifest.files().containsKey(BundleFormat.FALLBACK);
    if (described != manifest.files().containsKey(BundleFormat.FALLBACK_MODEL)) {
      throw new InvalidBundle(
          "%s: of %s and %s it lists only one"
              .formatted(
                  BundleFormat.MANIFEST, BundleFormat.FALLBACK_MODEL, BundleFormat.FALLBACK));
    }
    if (!described) {
      return null;
    }
    BundleFormat.FallbackFile file =
        json(manifest, BundleFormat.FALLBACK, BundleFormat.FallbackFile.class);
    boolean whole =
        file.prior() != null
            && allThere(file.columns())
            && allThere(file.goldenScores())
            && file.goldenScores().stream().allMatch(BundleReader::allThere);
    if (!whole) {
      throw new InvalidBundle(
          BundleFormat.FALLBACK + ": prior, columns or goldenScores are missing");
    }
    String modelText = modelText(manifest, BundleFormat.FALLBACK_MODEL);
    return new Fallback(
        file.prior(),
        file.columns(),
        modelText,
        forest(BundleFormat.FALLBACK_MODEL, modelText),
        file.goldenScores());
  }

  private static boolean allThere(List<?> values) {
    return values != null && values.stream().allMatch(Objects::nonNull);
  }

  private static FeatureEncoding encoding(InputSchema input, BundleFormat.EncodingFile file) {
    if (!allThere(file.features())) {
      throw new InvalidBundle(BundleFormat.ENCODING + ": features are missing");
    }
    try {
      return FeatureEncoding.of(input, file.features());
    } catch (IllegalArgumentException e) {
      throw new InvalidBundle(BundleFormat.ENCODING + ": " + e.getMessage(), e);
    }
  }

  private static Forest forest(String name, String modelText) {
    try {
      return Forest.parse(modelText);
    } catch (InvalidModelText e) {
      throw new InvalidBundle(name + ": " + e.getMessage(), e);
    }
  }

  private static List<GoldenRow> golden(BundleFormat.GoldenFile file) {
    if (!allThere(file.rows())) {
      throw new InvalidBundle(BundleFormat.GOLDEN + ": rows are missing");
    }
    return file.rows();
  }

  private String modelText(BundleManifest manifest, String name) throws IOException {
    byte[] content = digested(manifest, name);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidBundle(name + ": is not UTF-8", e);
    }
  }

  private <T> T json(BundleManifest manifest, String name, Class<T> type) throws IOException {
    byte[] content = digested(manifest, name);
    try {
      T value = BundleJson.mapper().readValue(content, type);
      if (value == null) {
        throw new InvalidBundle(name + ": is null");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new InvalidBundle(name + ": " + BundleJson.reason(e), e);
    } catch (IOException e) {
      throw new InvalidBundle(name + ": is not JSON", e);
    }
  }

  /** The file's bytes, which are the manifest's. */
  private byte[] digested(BundleManifest manifest, String name) throws IOException {
    FileDigest expected = manifest.files().get(name);
    byte[] content = content(name, expected.size());
    require(name, expected, content.length, Sha256.hex(content));
    return content;
  }

  /** As {@link #digested} for a file that is not parsed, however large it is. */
  private void check(String name, FileDigest expected) throws IOException {
    Path file = regular(name);
    long size = Files.size(file);
    if (size != expected.size()) {
      require(name, expected, size, "");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      require(name, expected, size, Sha256.hex(in));
    }
  }

  private static void require(String name, FileDigest expected, long size, String sha256) {
    if (size != expected.size()) {
      throw new InvalidBundle(
          name + ": " + size + " bytes or more, but the manifest says " + expected.size());
    }
    if (!sha256.equals(expected.sha256())) {
      throw new InvalidBundle(name + ": its SHA-256 is not the manifest's");
    }
  }

  /** The file's bytes, one more than the limit at most. */
  private byte[] content(String name, long limit) throws IOException {
    Path file = regular(name);
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return in.readNBytes(Math.toIntExact(limit + 1));
    }
  }

  private Path regular(String name) {
    Path file = directory.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new InvalidBundle(name + ": there is no such file");
    }
    return file;
  }
}
