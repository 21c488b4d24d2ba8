package dev.grove.registry.promotion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.ArtifactStore;
import dev.grove.registry.artifact.ArtifactUri;
import dev.grove.registry.artifact.OpenArtifact;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code input.json} of the bundles that lie in the registry's own store. */
@ApplicationScoped
class InputReader {
  private static final ArtifactPath FILE = ArtifactPath.of("input.json");
  private static final int MOST_BYTES = 16 << 20;

  private final ArtifactStore store;

  InputReader(ArtifactStore store) {
    this.store = store;
  }

  /**
   * @param storage where the version's files lie
   */
  InputSchema read(String storage) {
    Optional<ArtifactPath> directory = ArtifactUri.own(storage);
    if (directory.isEmpty()) {
      return InputSchema.unknown("its files lie outside the registry's store");
    }
    try (OpenArtifact file = store.open(directory.get().resolve(FILE)).orElse(null)) {
      if (file == null) {
        return InputSchema.unknown("there is no input.json");
      }
      if (file.stored().bytes() > MOST_BYTES) {
        return InputSchema.unknown("input.json has more than " + MOST_BYTES + " bytes");
      }
      try (InputStream content = file.stream(0, MOST_BYTES)) {
        return parse(content.readAllBytes());
      }
    } catch (IOException e) {
      throw new RegistryException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "The artifact store cannot be read.", e);
    }
  }

  static InputSchema parse(byte[] bytes) {
    try {
      Map<String, String> columns = new TreeMap<>();
      for (JsonNode column : StrictJson.tree(bytes).path("columns")) {
        String name = column.path("name").asText("");
        String type = column.path("type").asText("");
        if (name.isEmpty() || type.isEmpty() || columns.put(name, type) != null) {
          return InputSchema.unknown("input.json has a column without a name of its own or a type");
        }
      }
      return columns.isEmpty()
          ? InputSchema.unknown("input.json has no columns")
          : InputSchema.of(columns);
    } catch (JsonProcessingException e) {
      return InputSchema.unknown("input.json is not JSON");
    } catch (IOException e) {
      return InputSchema.unknown("input.json is not UTF-8 text");
    }
  }
}
