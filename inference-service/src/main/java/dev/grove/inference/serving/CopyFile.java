package dev.grove.inference.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The JSON beside a copy that was made on demand: which version it is of. Its time of change is
 * when the copy was used last.
 *
 * @param bytes of all of the bundle's files
 */
@RegisterForReflection
record CopyFile(int format, String model, String version, String manifestSha256, long bytes) {
  private static final int FORMAT = 1;
  private static final long LARGEST = 64 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  static CopyFile of(ModelVersion version, String manifestSha256, long bytes) {
    return new CopyFile(FORMAT, version.model(), version.version(), manifestSha256, bytes);
  }

  ModelVersion key() {
    return new ModelVersion(model, version);
  }

  /**
   * @throws IOException if it is missing, too large, or not such a file
   */
  static CopyFile read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is too large for the description of a copy");
    }
    CopyFile copy = JSON.readValue(Files.readAllBytes(file), CopyFile.class);
    if (copy == null
        || copy.format != FORMAT
        || copy.model == null
        || copy.version == null
        || copy.manifestSha256 == null
        || copy.bytes < 0) {
      throw new IOException(file + " does not describe a copy in format " + FORMAT);
    }
    return copy;
  }

  void write(Path file) throws IOException {
    DurableFiles.replace(file, JSON.writeValueAsBytes(this));
  }
}
