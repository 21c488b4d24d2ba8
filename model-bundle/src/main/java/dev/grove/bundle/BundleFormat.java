package dev.grove.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.features.FittedFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Directory to bundle and back. The files are those of the format 1 page in the docs. */
public final class BundleFormat {
  public static final String MANIFEST = "manifest.json";

  static final String MLMODEL = "MLmodel";
  static final String MODEL = "model.lgb";
  static final String INPUT = "input.json";
  static final String ENCODING = "encoding.json";
  static final String LABELS = "labels.json";
  static final String GOLDEN = "golden.json";
  static final String EVALUATION = "evaluation.json";
  static final String FALLBACK_MODEL = "fallback.lgb";
  static final String FALLBACK = "fallback.json";
  static final String REFERENCE = "reference.json";

  /** What every bundle has beside its manifest; others may be listed. */
  static final List<String> REQUIRED =
      List.of(MLMODEL, MODEL, INPUT, ENCODING, LABELS, GOLDEN, EVALUATION);

  /** What is parsed where it is listed: bundles made before these existed lack them. */
  static final List<String> OPTIONAL = List.of(FALLBACK_MODEL, FALLBACK, REFERENCE);

  /** What {@code manifest.json} may have. */
  public static final int MAX_MANIFEST_BYTES = 1 << 20;

  private BundleFormat() {}

  /** {@code encoding.json}. */
  record EncodingFile(List<FittedFeature> features) {}

  /** {@code golden.json}. */
  record GoldenFile(List<GoldenRow> rows) {}

  /** {@code fallback.json}. */
  record FallbackFile(Prior prior, List<String> columns, List<List<Double>> goldenScores) {}

  /**
   * Writes every file of the bundle, {@code MLmodel} included, and the manifest last. The same
   * bundle gives the same bytes.
   *
   * @param directory created if missing; must be empty
   * @return the manifest's own SHA-256 in lower-case hex
   * @throws InvalidBundle if {@link #read} would refuse it
   */
  public static String write(ModelBundle bundle, Path directory) throws IOException {
    return new BundleWriter(directory).write(bundle, null);
  }

  /**
   * As {@link #write(ModelBundle, Path)}, with the time that MLflow shows.
   *
   * @param createdAt when the model was made
   */
  public static String write(ModelBundle bundle, Path directory, Instant createdAt)
      throws IOException {
    return new BundleWriter(directory).write(bundle, createdAt);
  }

  /**
   * Reads a bundle whose digests, bounds and golden rows all hold, laid out as is fastest here.
   *
   * @param manifestSha256 what the manifest's digest must be, or null where nobody told
   * @throws InvalidBundle if it must not serve
   */
  public static ModelBundle read(Path directory, String manifestSha256) throws IOException {
    return new BundleReader(directory).read(manifestSha256).tuned();
  }

  /**
   * The manifest alone, parsed but with no file checked: what a downloader asks first. Its names
   * are plain, its sizes bounded and every required file is listed.
   *
   * @throws InvalidBundle if it is malformed
   */
  public static BundleManifest readManifest(byte[] json) {
    if (json.length > MAX_MANIFEST_BYTES) {
      throw new InvalidBundle(MANIFEST + ": more than " + MAX_MANIFEST_BYTES + " bytes");
    }
    try {
      // The format comes first: what another one's fields mean is not for this code to say.
      JsonNode tree = BundleJson.mapper().readTree(json);
      JsonNode format = tree.path("format");
      if (!format.isInt() || format.intValue() != BundleManifest.FORMAT) {
        throw new InvalidBundle(MANIFEST + ": the format is not " + BundleManifest.FORMAT);
      }
      BundleManifest manifest = BundleJson.mapper().treeToValue(tree, BundleManifest.class);
      for (String name : REQUIRED) {
        if (!manifest.files().containsKey(name)) {
          throw new InvalidBundle(MANIFEST + ": lists no " + name);
        }
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new InvalidBundle(MANIFEST + ": " + BundleJson.reason(e), e);
    } catch (IOException e) {
      throw new InvalidBundle(MANIFEST + ": is not JSON", e);
    }
  }
}
