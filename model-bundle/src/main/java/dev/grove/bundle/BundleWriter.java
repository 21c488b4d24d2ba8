package dev.grove.bundle;

import dev.grove.bundle.BundleManifest.FileDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Writes a bundle and refuses one that would not be read. */
final class BundleWriter {
  private final Path directory;
  private final Map<String, FileDigest> files = new TreeMap<>();

  BundleWriter(Path directory) {
    this.directory = directory;
  }

  /**
   * @param createdAt null if nobody told
   * @return the manifest's SHA-256
   */
  String write(ModelBundle bundle, Instant createdAt) throws IOException {
    bundle.verify();
    Files.createDirectories(directory);
    try (Stream<Path> present = Files.list(directory)) {
      if (present.findAny().isPresent()) {
        throw new IOException(directory + " is not empty");
      }
    }
    add(BundleFormat.MODEL, bundle.modelText().getBytes(StandardCharsets.UTF_8));
    addJson(BundleFormat.INPUT, bundle.input());
    addJson(BundleFormat.ENCODING, new BundleFormat.EncodingFile(bundle.encoding().features()));
    addJson(BundleFormat.LABELS, bundle.labels());
    addJson(BundleFormat.GOLDEN, new BundleFormat.GoldenFile(bundle.golden()));
    addJson(BundleFormat.EVALUATION, bundle.evaluation());
    if (bundle.fallback() != null) {
      add(bundle.fallback());
    }
    if (bundle.reference() != null) {
      addJson(BundleFormat.REFERENCE, bundle.reference());
    }
    String modelSha256 = files.get(BundleFormat.MODEL).sha256();
    MlflowModel mlflow = MlflowModel.of(bundle, modelSha256, createdAt);
    for (Map.Entry<String, String> file : mlflow.files().entrySet()) {
      add(file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
    }
    byte[] manifest = manifest(bundle.lineage());
    put(BundleFormat.MANIFEST, manifest);
    String sha256 = Sha256.hex(manifest);
    // Bounds such as a text's length are the reader's: whatever it would refuse fails here.
    new BundleReader(directory).read(sha256);
    return sha256;
  }

  private byte[] manifest(BundleManifest.Lineage lineage) throws IOException {
    try {
      return BundleJson.mapper()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsBytes(new BundleManifest(BundleManifest.FORMAT, files, lineage));
    } catch (IllegalArgumentException e) {
      throw new InvalidBundle(BundleFormat.MANIFEST + ": " + e.getMessage(), e);
    }
  }

  private void add(Fallback fallback) throws IOException {
    add(BundleFormat.FALLBACK_MODEL, fallback.modelText().getBytes(StandardCharsets.UTF_8));
    addJson(
        BundleFormat.FALLBACK,
        new BundleFormat.FallbackFile(
            fallback.prior(), fallback.columns(), fallback.goldenScores()));
  }

  private void addJson(String name, Object value) throws IOException {
    add(name, BundleJson.mapper().writeValueAsBytes(value));
  }

  private void add(String name, byte[] content) throws IOException {
    put(name, content);
    files.put(name, FileDigest.of(content));
  }

  private void put(String name, byte[] content) throws IOException {
    Files.write(directory.resolve(name), content, StandardOpenOption.CREATE_NEW);
  }
}
