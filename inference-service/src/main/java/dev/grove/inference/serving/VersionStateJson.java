package dev.grove.inference.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;

/**
 * A version in memory, or one that should be and is not.
 *
 * @param aliases that point to it
 * @param servedSince absent unless it answers
 * @param pinned whether it stays in memory though nobody asks for it: it serves under the followed
 *     alias, or a traffic rule names it
 * @param lastError why it does not answer
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record VersionStateJson(
    String version,
    List<String> aliases,
    Instant servedSince,
    Instant lastUsedAt,
    Long memoryBytes,
    boolean pinned,
    String lastError) {

  static VersionStateJson of(ServedModel model, List<String> aliases, boolean pinned) {
    return new VersionStateJson(
        model.version(),
        aliases,
        model.servedSince(),
        model.lastUsed().orElse(null),
        model.weight(),
        pinned,
        null);
  }

  static VersionStateJson of(String version, List<String> aliases, VersionFailure failure) {
    return new VersionStateJson(version, aliases, null, null, null, false, failure.reason());
  }
}
