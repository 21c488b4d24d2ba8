package dev.grove.training.job;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.grove.bundle.features.FeatureSpec;
import dev.grove.training.fit.InvalidParameter;
import dev.grove.training.fit.SpecCheck;
import io.quarkiverse.resteasy.problem.HttpProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads {@code POST /jobs} by hand, so that each mistake names its field, and a field that nobody
 * knows is a mistake too: a job that ignores a misspelt wish would train the wrong thing for hours.
 */
final class JobRequestReader {
  private static final Set<String> FIELDS =
      Set.of(
          "dataset",
          "version",
          "split",
          "target",
          "task",
          "group",
          "features",
          "parameters",
          "rounds",
          "earlyStoppingRounds",
          "seed",
          "model",
          "experiment");

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(20).maxStringLength(100_000).build());
  }

  /** Longest body. */
  static final int MOST_BYTES = 1 << 20;

  private JobRequestReader() {}

  /**
   * A request's body, read no further than it may be long.
   *
   * @throws HttpProblem with status 413 if it is longer
   * @throws NotJson if it breaks off
   */
  static byte[] bytes(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw Problems.tooLarge(MOST_BYTES);
      }
      return bytes;
    } catch (IOException e) {
      throw new NotJson("The body broke off");
    }
  }

  /**
   * The request's object.
   *
   * @throws NotJson if it is none
   */
  static JsonNode parse(byte[] body) {
    try {
      JsonNode root = JSON.readTree(body);
      if (root == null || !root.isObject()) {
        throw new NotJson("The body must be a JSON object");
      }
      return root;
    } catch (JsonProcessingException e) {
      String place =
          e.getLocation() == null
              ? ""
              : " (line %d, column %d)"
                  .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      throw new NotJson("The body is not JSON" + place + ": " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new NotJson("The body is not JSON");
    }
  }

  /** A body that cannot be read at all. */
  static final class NotJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotJson(String message) {
      super(message);
    }
  }

  /**
   * @throws InvalidParameter naming the field of the wrong type
   */
  static JobRequest read(JsonNode root) {
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!FIELDS.contains(name)) {
        throw new InvalidParameter(name, "is not a field of a job");
      }
    }
    JsonNode parameters = root.path("parameters");
    if (!absent(parameters) && !parameters.isObject()) {
      throw new InvalidParameter("parameters", "must be an object");
    }
    return new JobRequest(
        text(root, "dataset"),
        text(root, "version"),
        text(root, "split"),
        text(root, "target"),
        text(root, "task"),
        text(root, "group"),
        features(root.path("features")),
        absent(parameters) ? JSON.createObjectNode() : parameters,
        whole(root, "rounds"),
        whole(root, "earlyStoppingRounds"),
        seed(root),
        text(root, "model"),
        root.has("model"),
        text(root, "experiment"));
  }

  /** The same for two bodies that differ in blanks and the order of fields alone. */
  static String digest(JsonNode root) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      String text = canonical(root).toString();
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode canonical(JsonNode node) {
    if (node.isObject()) {
      TreeMap<String, JsonNode> sorted = new TreeMap<>();
      node.properties().forEach(e -> sorted.put(e.getKey(), canonical(e.getValue())));
      return JSON.createObjectNode().setAll(sorted);
    }
    if (node.isArray()) {
      var items = JSON.createArrayNode();
      node.forEach(item -> items.add(canonical(item)));
      return items;
    }
    return node;
  }

  private static boolean absent(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static String text(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (absent(value)) {
      return null;
    }
    if (!value.isTextual()) {
      throw new InvalidParameter(field, "must be a string");
    }
    if (value.asText().indexOf('\0') >= 0) {
      throw new InvalidParameter(field, "must not hold a NUL");
    }
    return value.asText();
  }

  private static Integer whole(JsonNode root, String field) {
    JsonNode value = root.path(field);
    if (absent(value)) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new InvalidParameter(field, "must be a whole number");
    }
    return value.intValue();
  }

  private static Long seed(JsonNode root) {
    JsonNode value = root.path("seed");
    if (absent(value)) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new InvalidParameter("seed", "must be a whole number of 32 bits");
    }
    return value.longValue();
  }

  private static FeatureSpec features(JsonNode value) {
    if (absent(value)) {
      return null;
    }
    if (!value.isObject() || !value.path("features").isArray()) {
      throw new InvalidParameter("features", "must be an object with the array 'features'");
    }
    return SpecCheck.read(value);
  }
}
