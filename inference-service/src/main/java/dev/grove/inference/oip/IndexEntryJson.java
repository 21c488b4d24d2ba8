package dev.grove.inference.oip;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.serving.ModelRepository;

/**
 * A version of a model in the repository's index.
 *
 * @param version absent where nothing but the model's name is known
 * @param state {@code READY}, {@code LOADING} or {@code UNAVAILABLE}
 * @param reason why it is not ready; empty where that is not known
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record IndexEntryJson(String name, String version, String state, String reason) {
  static IndexEntryJson of(ModelRepository.Entry entry) {
    return new IndexEntryJson(
        entry.model(),
        entry.version(),
        entry.state().name(),
        entry.reason() == null ? "" : entry.reason());
  }
}
