package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import jakarta.ws.rs.core.UriInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The fields of a request message, read as protobuf's JSON mapping reads them: names in snake_case
 * or camelCase, 64-bit integers as numbers or texts, null as absent.
 *
 * <p>Refusals are in the words that MLflow's clients and tests look for.
 */
public final class Fields {
  private static final String HINT =
      " Hint: Value was of type '%s'. See the API docs for more information about request"
          + " parameters.";
  private final JsonNode message;
  private final String path;
  private final int bytes;

  private Fields(JsonNode message, String path, int bytes) {
    this.message = message;
    this.path = path;
    this.bytes = bytes;
  }

  static Fields ofBody(ObjectNode message, int bytes) {
    return new Fields(message, "", bytes);
  }

  /** A query's parameters; one that comes once is a text, and a list of one where lists go. */
  static Fields ofQuery(UriInfo uri) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    uri.getQueryParameters()
        .forEach(
            (name, values) -> {
              if (values.size() == 1) {
                message.put(name, values.get(0));
              } else {
                ArrayNode list = message.putArray(name);
                values.forEach(list::add);
              }
            });
    return new Fields(message, "", -1);
  }

  /** The size of the body that the message came in. */
  int bytes() {
    return bytes;
  }

  private boolean isQuery() {
    return bytes < 0;
  }

  private JsonNode get(String name) {
    JsonNode snake = message.path(name);
    String camelName = camel(name);
    JsonNode camel = camelName.equals(name) ? NullNode.instance : message.path(camelName);
    boolean hasSnake = !snake.isMissingNode() && !snake.isNull();
    boolean hasCamel = !camel.isMissingNode() && !camel.isNull();
    if (hasSnake && hasCamel) {
      throw RegistryException.invalid(
          "Request specifies both '"
              + name
              + "' and '"
              + camelName
              + "'; provide only one of them.");
    }
    return hasSnake ? snake : hasCamel ? camel : NullNode.instance;
  }

  private static String camel(String name) {
    if (name.indexOf('_') < 0) {
      return name;
    }
    StringBuilder camel = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      camel.append(c == '_' && i + 1 < name.length() ? Character.toUpperCase(name.charAt(++i)) : c);
    }
    return camel.toString();
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  boolean has(String name) {
    return !get(name).isNull();
  }

  /** A text; empty counts as given. */
  Optional<String> text(String name) {
    JsonNode value = get(name);
    return value.isNull() ? Optional.empty() : Optional.of(textOf(name, value));
  }

  /** A text, or empty where it is absent, as protobuf has it. */
  String textOrEmpty(String name) {
    return text(name).orElse("");
  }

  /** A text with something in it. */
  Optional<String> nonEmpty(String name) {
    return text(name).filter(text -> !text.isEmpty());
  }

  /** A text that must be there and not empty. */
  String required(String name) {
    return nonEmpty(name).orElseThrow(() -> RegistryException.missing(pathOf(name)));
  }

  private String textOf(String name, JsonNode value) {
    if (!value.isTextual()) {
      throw wrongType(name, value);
    }
    return checked(pathOf(name), value.textValue());
  }

  /**
   * The text, if PostgreSQL can hold it.
   *
   * @param path what the request calls it
   */
  static String checked(String path, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\0') {
        throw RegistryException.invalidValue(
            path, text.replace("\0", ""), "It has a NUL character.");
      }
      if (Character.isSurrogate(c)) {
        if (i + 1 == text.length() || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
          throw RegistryException.invalidValue(
              path, text.replaceAll("[\\ud800-\\udfff]", "?"), "It is not well-formed Unicode.");
        }
        i++;
      }
    }
    return text;
  }

  /** The run that the request is about, by its newer or its older name. */
  String runId() {
    return has("run_id") || !has("run_uuid") ? required("run_id") : required("run_uuid");
  }

  OptionalLong integer(String name) {
    JsonNode value = get(name);
    if (value.isNull()) {
      return OptionalLong.empty();
    }
    OptionalLong number = WireNumber.integer(value);
    if (number.isEmpty()) {
      throw wrongType(name, value);
    }
    return number;
  }

  /** A truth value; absent is false, as protobuf has it. */
  boolean flag(String name) {
    JsonNode value = get(name);
    if (!value.isNull() && !value.isBoolean()) {
      throw wrongType(name, value);
    }
    return value.booleanValue();
  }

  long requiredInteger(String name) {
    return integer(name).orElseThrow(() -> RegistryException.missing(pathOf(name)));
  }

  /** A page's size between 1 and {@code greatest}. */
  int size(String name, int byDefault, int greatest) {
    long size = integer(name).orElse(byDefault);
    if (size < 1 || size > greatest) {
      throw RegistryException.invalid(
          "Invalid value "
              + size
              + " for parameter '"
              + pathOf(name)
              + "' supplied. "
              + (size < 1
                  ? "It must be a positive integer."
                  : "It must be at most " + greatest + "."));
    }
    return (int) size;
  }

  /** Any double: a number, or {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}. */
  double requiredReal(String name) {
    JsonNode value = get(name);
    if (value.isNull() || (value.isTextual() && value.textValue().isEmpty())) {
      throw RegistryException.missing(pathOf(name));
    }
    return WireNumber.real(value).orElseThrow(() -> wrongType(name, value));
  }

  Optional<Boolean> bool(String name) {
    JsonNode value = get(name);
    if (!value.isNull() && !value.isBoolean()) {
      throw wrongType(name, value);
    }
    return value.isNull() ? Optional.empty() : Optional.of(value.booleanValue());
  }

  /** A constant by its name, or by its number where the first has {@code from}. */
  <E extends Enum<E>> Optional<E> constant(String name, Class<E> type, int from) {
    JsonNode value = get(name);
    if (value.isNull()) {
      return Optional.empty();
    }
    E[] constants = type.getEnumConstants();
    String text = value.isTextual() || value.isIntegralNumber() ? value.asText() : "";
    for (int i = 0; i < constants.length; i++) {
      if (text.equals(constants[i].name()) || text.equals(Integer.toString(i + from))) {
        return Optional.of(constants[i]);
      }
    }
    throw wrongType(name, value);
  }

  /** A message within this one. */
  Optional<Fields> message(String name) {
    JsonNode value = get(name);
    if (value.isNull()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      throw wrongType(name, value);
    }
    return Optional.of(new Fields(value, pathOf(name), bytes));
  }

  /** A message that must be there. */
  Fields requiredMessage(String name) {
    return message(name).orElseThrow(() -> RegistryException.missing(pathOf(name)));
  }

  /** The messages of a list; an absent one is empty. */
  List<Fields> messages(String name) {
    List<Fields> result = new ArrayList<>();
    for (JsonNode element : array(name)) {
      String at = pathOf(name) + "[" + result.size() + "]";
      if (!element.isObject()) {
        throw wrongType(name, get(name));
      }
      result.add(new Fields(element, at, bytes));
    }
    return result;
  }

  /** The texts of a list; an absent one is empty. */
  List<String> texts(String name) {
    JsonNode value = get(name);
    if (isQuery() && value.isTextual()) {
      return List.of(textOf(name, value));
    }
    List<String> result = new ArrayList<>();
    array(name).forEach(element -> result.add(textOf(name, element)));
    return result;
  }

  private JsonNode array(String name) {
    JsonNode value = get(name);
    if (value.isNull()) {
      return new ArrayNode(JsonNodeFactory.instance);
    }
    if (!value.isArray()) {
      throw wrongType(name, value);
    }
    return value;
  }

  /** A list of keys with texts. */
  List<Tag> tags(String name) {
    return messages(name).stream().map(Fields::tag).toList();
  }

  /** The message's own key with its text. */
  Tag tag() {
    return new Tag(required("key"), textOrEmpty("value"));
  }

  private RegistryException wrongType(String name, JsonNode value) {
    String shown = value.toString();
    return RegistryException.invalid(
        "Invalid value "
            + (shown.length() > 200 ? shown.substring(0, 200) + "…" : shown)
            + " for parameter '"
            + pathOf(name)
            + "' supplied: "
            + HINT.formatted(typeName(value)));
  }

  /** The type's name in the words of Python, in which MLflow's clients know it. */
  private static String typeName(JsonNode value) {
    return switch (value.getNodeType()) {
      case STRING -> "str";
      case BOOLEAN -> "bool";
      case NUMBER -> value.isIntegralNumber() ? "int" : "float";
      case ARRAY -> "list";
      case OBJECT -> "dict";
      default -> "NoneType";
    };
  }
}
