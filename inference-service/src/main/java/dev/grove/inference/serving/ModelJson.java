package dev.grove.inference.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model in a list. What is not known before a version serves is absent.
 *
 * @param lastError why the promoted version does not serve, if it does not
 * @param aliases where each points to
 * @param versions those in memory, and those that were asked for and failed
 * @param memoryBytes that its versions take, about
 * @param traffic the rule that the registry has for it
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
    String lastError,
    Map<String, String> aliases,
    List<VersionStateJson> versions,
    Long memoryBytes,
    Instant lastUsedAt,
    JsonNode traffic) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static ModelJson of(ModelSlot slot) {
    String error = slot.failure().map(ModelJson::describe).orElse(null);
    ServedModel serving = slot.serving();
    if (serving == null) {
      return new ModelJson(
          slot.name(),
          null,
          null,
          null,
          null,
          slot.state(),
          null,
          error,
          null,
          null,
          null,
          null,
          null);
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
        error,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * The same, and how all of its versions stand.
   *
   * @param registered what the registry said of it; null if it has not yet
   */
  ModelJson with(RegisteredModel registered, List<VersionStateJson> states, Instant lastUse) {
    Map<String, String> pointing = new TreeMap<>();
    if (registered != null) {
      registered.aliases().forEach((name, to) -> pointing.put(name, to.version()));
    }
    long bytes =
        states.stream().mapToLong(v -> v.memoryBytes() == null ? 0 : v.memoryBytes()).sum();
    return new ModelJson(
        name,
        version,
        alias,
        task,
        target,
        state,
        servedSince,
        lastError,
        registered == null ? null : pointing,
        states,
        bytes,
        lastUse,
        registered == null ? null : rule(registered.traffic()));
  }

  /** As JSON where it is any, else as it stands. */
  private static JsonNode rule(String tag) {
    if (tag == null) {
      return null;
    }
    try {
      return JSON.readTree(tag);
    } catch (JsonProcessingException e) {
      return TextNode.valueOf(tag);
    }
  }

  private static String describe(LoadFailure failure) {
    return "Version " + failure.wanted().version() + ": " + failure.reason();
  }
}
