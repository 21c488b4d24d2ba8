package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.ArtifactUri;
import dev.grove.registry.artifact.Artifacts;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/** Lists directories of those who own artifacts. */
@Singleton
public class ArtifactListing {
  private final Artifacts artifacts;

  public ArtifactListing(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  /** A directory's listing, with paths from the owner's root. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(String rootUri, List<FileJson> files) {}

  /**
   * The directory's listing.
   *
   * @param owner what has the root, as in {@code run 5}
   */
  Listed of(String owner, String root, ArtifactPath path) throws IOException {
    ArtifactPath place = ArtifactUri.require(owner, root);
    String prefix = path.isRoot() ? "" : path + "/";
    return new Listed(
        root,
        artifacts.list(place.resolve(path)).stream()
            .map(entry -> FileJson.of(prefix + entry.name(), entry))
            .toList());
  }
}
