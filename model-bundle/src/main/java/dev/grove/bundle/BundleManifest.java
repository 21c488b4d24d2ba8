package dev.grove.bundle;

import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * {@code manifest.json}: what the bundle's files are and where they come from. One that could be
 * made names only plain files of bounded size.
 *
 * @param format 1
 * @param files every other file's name to its digest
 */
public record BundleManifest(int format, Map<String, FileDigest> files, Lineage lineage) {
  /** The one format that is written and read. */
  public static final int FORMAT = 1;

  static final int MAX_FILES = 64;
  static final long MAX_MODEL_BYTES = 1L << 30;
  static final long MAX_FILE_BYTES = 1L << 28;
  static final long MAX_TOTAL_BYTES = 1L << 32;

  /** No separator, no leading dot: a name can't leave its directory. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  public BundleManifest {
    if (format != FORMAT) {
      throw new IllegalArgumentException("format " + format + " is not " + FORMAT);
    }
    Objects.requireNonNull(lineage, "lineage");
    files = Collections.unmodifiableMap(new TreeMap<>(Objects.requireNonNull(files, "files")));
    if (files.size() > MAX_FILES) {
      throw new IllegalArgumentException(files.size() + " files are more than " + MAX_FILES);
    }
    Set<String> names = new HashSet<>();
    long total = 0;
    for (Map.Entry<String, FileDigest> file : files.entrySet()) {
      String name = file.getKey();
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException("a file's name is not plain");
      }
      if (name.equals(BundleFormat.MANIFEST) || !names.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException("the file " + name + " stands twice or is the manifest");
      }
      FileDigest digest = Objects.requireNonNull(file.getValue(), name);
      if (digest.size() > maxBytes(name)) {
        throw new IllegalArgumentException(
            name + " has " + digest.size() + " bytes, more than " + maxBytes(name));
      }
      total += digest.size();
    }
    if (total > MAX_TOTAL_BYTES) {
      throw new IllegalArgumentException(
          "the files have " + total + " bytes, more than " + MAX_TOTAL_BYTES);
    }
  }

  private static long maxBytes(String name) {
    return name.endsWith(".lgb") ? MAX_MODEL_BYTES : MAX_FILE_BYTES;
  }

  /** SHA-256 in lower-case hex, and the size in bytes. */
  public record FileDigest(String sha256, long size) {
    public FileDigest {
      if (!SHA_256.matcher(Objects.requireNonNull(sha256, "sha256")).matches()) {
        throw new IllegalArgumentException("sha256 is not 64 digits of lower-case hex");
      }
      if (size < 0) {
        throw new IllegalArgumentException("size " + size + " is negative");
      }
    }

    /** The digest of the bytes. */
    public static FileDigest of(byte[] content) {
      return new FileDigest(Sha256.hex(content), content.length);
    }
  }

  /**
   * Where the model comes from. What is not known is null.
   *
   * @param dataset dataset's name
   * @param datasetVersion its version's id
   * @param parameters LightGBM's, as they were used
   */
  public record Lineage(
      String dataset,
      String datasetVersion,
      String split,
      String runId,
      String codeVersion,
      String lightgbmVersion,
      Map<String, String> parameters) {
    public Lineage {
      parameters =
          parameters == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(parameters));
    }
  }
}
