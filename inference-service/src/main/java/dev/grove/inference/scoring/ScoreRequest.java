package dev.grove.inference.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What is to be scored.
 *
 * @param version the dataset's, an id or {@code latest}
 * @param part one part of the split; null for all, which are the whole version
 * @param keep columns of the dataset to repeat beside the predictions
 * @param as the dataset whose next version the result becomes; null for a download alone
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ScoreRequest(
    String dataset, String version, String split, String part, List<String> keep, String as) {
  static final List<String> PARTS = List.of("train", "validation", "test");

  public ScoreRequest {
    keep = keep == null ? List.of() : List.copyOf(keep);
  }

  List<String> parts() {
    return part == null ? PARTS : List.of(part);
  }
}
