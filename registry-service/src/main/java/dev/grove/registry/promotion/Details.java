package dev.grove.registry.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What entries of the ledger carry beside their columns: a JSON object, as text. */
final class Details {
  static final String NONE = "{}";

  private static final String GATES = "gates";
  private static final String MANIFEST = "manifest";

  private Details() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static String of(String field, String value) {
    return object().put(field, value).toString();
  }

  static ObjectNode read(String detail) {
    return (ObjectNode) StrictJson.stored(detail);
  }

  /** The digest that the version's bundle had, if it had one. */
  static ObjectNode manifest(Optional<String> manifest) {
    ObjectNode detail = object();
    manifest.ifPresent(digest -> detail.put(MANIFEST, digest));
    return detail;
  }

  static Optional<String> readManifest(String detail) {
    return Optional.ofNullable(StrictJson.stored(detail).path(MANIFEST).textValue());
  }

  /** The detail and what the gates found. */
  static String withGates(ObjectNode detail, List<GateResult> results) {
    ArrayNode gates = detail.putArray(GATES);
    for (GateResult result : results) {
      ObjectNode gate = gates.addObject();
      gate.put("gate", result.gate()).put("subject", result.subject());
      gate.put("passed", result.passed());
      if (result.measured() != null) {
        put(gate, result.measured());
      }
      gate.put("rule", result.rule()).put("bound", result.bound()).put("detail", result.detail());
    }
    return detail.toString();
  }

  /** JSON has no NaN and no infinities: they are texts, as in MLflow's messages. */
  private static void put(ObjectNode gate, double measured) {
    if (Double.isFinite(measured)) {
      gate.put("measured", measured);
    } else {
      gate.put("measured", Double.toString(measured));
    }
  }

  /** The gates that {@link #gates(List)} wrote, if it wrote the text. */
  static Optional<List<GateResult>> readGates(String detail) {
    JsonNode gates = StrictJson.stored(detail).path(GATES);
    if (!gates.isArray()) {
      return Optional.empty();
    }
    List<GateResult> results = new ArrayList<>();
    for (JsonNode gate : gates) {
      JsonNode measured = gate.path("measured");
      results.add(
          new GateResult(
              gate.path("gate").asText(),
              gate.path("subject").asText(),
              gate.path("passed").asBoolean(),
              measured.isMissingNode() ? null : (Double) Double.parseDouble(measured.asText()),
              gate.path("rule").asText(),
              gate.path("bound").asDouble(),
              gate.path("detail").asText()));
    }
    return Optional.of(results);
  }
}
