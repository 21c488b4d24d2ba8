package dev.grove.inference.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The JSON of a {@link StoredModel}: replaced as a whole, so that a power cut leaves old or new.
 */
@RegisterForReflection
record StateFile(int format, String name, String alias, Copy current, Copy previous) {
  private static final int FORMAT = 1;
  private static final long LARGEST = 64 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param promotedAt milliseconds since the epoch
   */
  @RegisterForReflection
  record Copy(String version, long promotedAt, String manifestSha256) {
    static Copy of(ModelCopy copy) {
      return copy == null
          ? null
          : new Copy(copy.version(), copy.promotedAt().toEpochMilli(), copy.manifestSha256());
    }

    ModelCopy toCopy() {
      return new ModelCopy(version, Instant.ofEpochMilli(promotedAt), manifestSha256);
    }
  }

  /**
   * @throws IOException if it is missing, too large, or not such a file
   */
  static StoredModel read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException(file + " is too large for a state file");
    }
    StateFile state = JSON.readValue(Files.readAllBytes(file), StateFile.class);
    if (state == null
        || state.format != FORMAT
        || state.name == null
        || state.alias == null
        || !isWhole(state.current)
        || (state.previous != null && !isWhole(state.previous))) {
      throw new IOException(file + " is no state file of format " + FORMAT);
    }
    return new StoredModel(
        state.name,
        state.alias,
        state.current.toCopy(),
        state.previous == null ? null : state.previous.toCopy());
  }

  private static boolean isWhole(Copy copy) {
    return copy != null && copy.version != null && copy.manifestSha256 != null;
  }

  static void write(StoredModel model, Path file) throws IOException {
    byte[] json =
        JSON.writeValueAsBytes(
            new StateFile(
                FORMAT,
                model.name(),
                model.alias(),
                Copy.of(model.current()),
                Copy.of(model.previous())));
    DurableFiles.replace(file, json);
  }
}
