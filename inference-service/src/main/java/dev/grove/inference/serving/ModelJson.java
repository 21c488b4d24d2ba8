package dev.grove.inference.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Task;
import java.time.Instant;

/**
 * A model in a list. What is not known before a version serves is absent.
 *
 * @param lastError why the promoted version does not serve, if it does not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelJson(
    String name,
    String version,
    String alias,
    Task task,
    String target,
    ModelState state,
    Instant servedSince,
    String lastError) {

  static ModelJson of(ModelSlot slot) {
    String error = slot.failure().map(ModelJson::describe).orElse(null);
    ServedModel serving = slot.serving();
    if (serving == null) {
      return new ModelJson(slot.name(), null, null, null, null, slot.state(), null, error);
    }
    Labels labels = serving.bundle().labels();
    return new ModelJson(
        slot.name(),
        serving.version(),
        serving.promotion().alias(),
        labels.task(),
        labels.target(),
        ModelState.SERVING,
        serving.servedSince(),
        error);
  }

  private static String describe(LoadFailure failure) {
    return "Version " + failure.wanted().version() + ": " + failure.reason();
  }
}
