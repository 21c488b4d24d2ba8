package dev.grove.registry.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.grove.registry.RegistryException;
import dev.grove.registry.model.AliasName;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.VersionNumber;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A JSON object that a client sent to {@code /promotions}. What it does not know, repeats or has in
 * another type is a mistake that is told, not skipped.
 */
final class Request {
  private static final int LONGEST_COMMENT = 2_000;

  private static final int LONGEST_METRIC = 250;

  private final JsonNode object;
  private final String path;

  Request(JsonNode object, String path) {
    this.object = object;
    this.path = path;
  }

  /** The request in a body, which has bounds. */
  static Request of(InputStream body) {
    return new Request(StrictJson.body(body), "");
  }

  /** How the whole request calls a field of this object. */
  String path(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /** The same for two requests that differ in blanks and the order of fields alone. */
  String digest() {
    TreeMap<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
    return LedgerEntry.sha256(
        JsonNodeFactory.instance
            .objectNode()
            .setAll(sorted)
            .toString()
            .getBytes(StandardCharsets.UTF_8));
  }

  void allowOnly(String... fields) {
    Set<String> known = Set.of(fields);
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!known.contains(name)) {
        throw new InvalidField(path(name), "is not a field here");
      }
    }
  }

  private Optional<JsonNode> get(String field) {
    JsonNode value = object.path(field);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  Optional<String> text(String field) {
    return get(field).map(value -> textOf(path(field), value));
  }

  private static String textOf(String path, JsonNode value) {
    if (!value.isTextual()) {
      throw new InvalidField(path, "must be a string");
    }
    String text = value.textValue();
    boolean wellFormed =
        text.indexOf('\0') < 0
            && text.codePoints().noneMatch(c -> c >= Character.MIN_SURROGATE && c <= 0xDFFF);
    if (!wellFormed) {
      throw new InvalidField(path, "must be well-formed text without NUL");
    }
    return text;
  }

  String required(String field) {
    return text(field)
        .filter(text -> !text.isBlank())
        .orElseThrow(() -> new InvalidField(path(field), "is missing"));
  }

  String comment() {
    String comment = text("comment").orElse("");
    if (comment.codePointCount(0, comment.length()) > LONGEST_COMMENT) {
      throw new InvalidField("comment", "must have at most " + LONGEST_COMMENT + " characters");
    }
    return comment;
  }

  ModelName model() {
    return model(required("model"));
  }

  /** A model's name, from a path too. */
  static ModelName model(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new InvalidField("model", "must not have a NUL");
    }
    return parsed("model", text, ModelName::new);
  }

  AliasName alias() {
    return parsed("alias", required("alias"), name -> new AliasName(name).free());
  }

  /** A version's number, as a number or as MLflow's text. */
  Optional<VersionNumber> version(String field) {
    return get(field)
        .map(
            value -> {
              String text = value.isIntegralNumber() ? value.asText() : textOf(path(field), value);
              if (!text.matches("[0-9]{1,9}")) {
                throw new InvalidField(path(field), "must be the number of a version");
              }
              return VersionNumber.parse(text);
            });
  }

  private static <T> T parsed(String path, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (RegistryException e) {
      throw new InvalidField(path, "does not fit: " + e.getMessage());
    }
  }

  Set<String> aliases(String field, int most) {
    Set<String> names = new LinkedHashSet<>();
    int i = 0;
    for (JsonNode each : array(field, most)) {
      String at = path(field) + "[" + i++ + "]";
      names.add(parsed(at, textOf(at, each), name -> new AliasName(name).free()).value());
    }
    return names;
  }

  /** A metric's key: {@code split.metric}, or {@code metric} alone. */
  String metric() {
    String key = text("split").map(split -> split + ".").orElse("") + required("metric");
    if (key.length() > LONGEST_METRIC) {
      throw new InvalidField(
          path("metric"), "must have at most " + LONGEST_METRIC + " characters, with the split");
    }
    return key;
  }

  boolean flag(String field) {
    return get(field)
        .map(
            value -> {
              if (!value.isBoolean()) {
                throw new InvalidField(path(field), "must be true or false");
              }
              return value.booleanValue();
            })
        .orElse(false);
  }

  Optional<Double> real(String field) {
    return get(field)
        .map(
            value -> {
              if (!value.isNumber() || !Double.isFinite(value.doubleValue())) {
                throw new InvalidField(path(field), "must be a finite number");
              }
              return value.doubleValue();
            });
  }

  OptionalInt integer(String field, int least, int most) {
    Optional<JsonNode> value = get(field);
    if (value.isEmpty()) {
      return OptionalInt.empty();
    }
    JsonNode number = value.get();
    if (!number.isIntegralNumber()
        || !number.canConvertToInt()
        || number.intValue() < least
        || number.intValue() > most) {
      throw new InvalidField(path(field), "must be a whole number from " + least + " to " + most);
    }
    return OptionalInt.of(number.intValue());
  }

  /** A positive duration of ISO 8601, such as {@code P7D} or {@code PT12H}. */
  Duration duration(String field, Duration longest) {
    try {
      Duration duration = Duration.parse(required(field));
      if (!duration.isNegative() && !duration.isZero() && duration.compareTo(longest) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      throw new InvalidField(path(field), "must be a duration such as P7D or PT12H");
    }
    throw new InvalidField(path(field), "must be more than nothing and at most " + longest);
  }

  Optional<Request> object(String field) {
    return get(field)
        .map(
            value -> {
              if (!value.isObject()) {
                throw new InvalidField(path(field), "must be an object");
              }
              return new Request(value, path(field));
            });
  }

  List<Request> objects(String field, int most) {
    List<Request> result = new ArrayList<>();
    for (JsonNode each : array(field, most)) {
      String at = path(field) + "[" + result.size() + "]";
      if (!each.isObject()) {
        throw new InvalidField(at, "must be an object");
      }
      result.add(new Request(each, at));
    }
    return result;
  }

  private JsonNode array(String field, int most) {
    JsonNode value = get(field).orElseGet(JsonNodeFactory.instance::arrayNode);
    if (!value.isArray()) {
      throw new InvalidField(path(field), "must be an array");
    }
    if (value.size() > most) {
      throw new InvalidField(path(field), "must have at most " + most + " elements");
    }
    return value;
  }
}
