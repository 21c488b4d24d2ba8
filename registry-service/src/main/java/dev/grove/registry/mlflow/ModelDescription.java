package dev.grove.registry.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.util.List;

/** A model's {@code MLmodel} as JSON, of which a run's tag keeps some fields. */
final class ModelDescription {
  private static final List<String> MANDATORY =
      List.of("artifact_path", "flavors", "run_id", "utc_time_created");
  private static final List<String> KEPT =
      List.of("run_id", "artifact_path", "utc_time_created", "model_uuid");
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private ModelDescription() {}

  /** What the tag keeps: where and when it was made, and its flavors without their code. */
  static String tag(String json) {
    JsonNode model = parse(json);
    List<String> missing = MANDATORY.stream().filter(name -> !model.has(name)).toList();
    if (!missing.isEmpty()) {
      throw RegistryException.invalid("Model json is missing mandatory fields: " + missing);
    }
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    KEPT.stream().filter(model::has).forEach(name -> kept.set(name, model.get(name)));
    ObjectNode flavors = kept.putObject("flavors");
    model
        .get("flavors")
        .fields()
        .forEachRemaining(flavor -> flavors.set(flavor.getKey(), withoutConfig(flavor.getValue())));
    return kept.toString();
  }

  private static JsonNode withoutConfig(JsonNode flavor) {
    return flavor instanceof ObjectNode object ? object.deepCopy().without("config") : flavor;
  }

  private static JsonNode parse(String json) {
    try {
      JsonNode model = JSON.readTree(json);
      if (model.isObject()) {
        return model;
      }
    } catch (JsonProcessingException e) {
      throw malformed(e);
    }
    throw malformed(null);
  }

  private static RegistryException malformed(Exception cause) {
    return new RegistryException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "Malformed model info. 'model_json' is not a valid JSON object.",
        cause);
  }
}
