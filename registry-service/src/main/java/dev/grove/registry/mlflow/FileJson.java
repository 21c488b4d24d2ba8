package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.artifact.ArtifactStore;

/** A file or a directory in a listing; a directory has no size. */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(Include.NON_NULL)
public record FileJson(String path, boolean isDir, Long fileSize) {
  static FileJson of(String path, ArtifactStore.Entry entry) {
    return new FileJson(path, entry.directory(), entry.directory() ? null : entry.bytes());
  }
}
