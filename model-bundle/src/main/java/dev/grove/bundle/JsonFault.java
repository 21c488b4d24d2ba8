package dev.grove.bundle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with a JSON document without naming Java's types. */
final class JsonFault {
  private JsonFault() {}

  /** The place, such as {@code features[1].buckets}, then the reason. */
  static String describe(JsonProcessingException fault) {
    if (!(fault instanceof JsonMappingException mapping)) {
      return firstLine(fault.getOriginalMessage());
    }
    String path = path(mapping.getPath());
    return path.isEmpty() ? reason(mapping, true) : path + ": " + reason(mapping, false);
  }

  private static String path(List<JsonMappingException.Reference> steps) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : steps) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.toString();
  }

  private static String reason(JsonMappingException fault, boolean root) {
    Throwable cause = fault.getCause();
    if (cause instanceof NullPointerException) {
      String field = cause.getMessage();
      boolean named = field != null && field.indexOf(' ') < 0;
      return named ? "'" + field + "' is missing" : "null where a value must stand";
    }
    if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
      return firstLine(cause.getMessage());
    }
    if (cause instanceof JsonProcessingException inner) {
      return firstLine(inner.getOriginalMessage());
    }
    if (fault instanceof UnrecognizedPropertyException unknown) {
      return "unknown field; known are " + sorted(unknown.getKnownPropertyIds());
    }
    if (fault instanceof InvalidTypeIdException type) {
      String id = type.getTypeId();
      return id == null ? "'kind' is missing" : "unknown kind '" + id + "'";
    }
    if (!root && fault instanceof MismatchedInputException mismatch) {
      return "must be " + wanted(mismatch.getTargetType());
    }
    return firstLine(fault.getOriginalMessage())
        .replaceAll("`?dev\\.grove\\.[\\w.$]+`?", "this object");
  }

  private static String wanted(Class<?> type) {
    if (type == null) {
      return "of another type";
    } else if (type == String.class) {
      return "a text";
    } else if (type == Boolean.class || type == boolean.class) {
      return "true or false";
    } else if (type == Double.class || type == double.class) {
      return "a number";
    } else if (type == Integer.class
        || type == int.class
        || type == Long.class
        || type == long.class) {
      return "a whole number";
    }
    return Collection.class.isAssignableFrom(type) ? "an array" : "an object or a known name";
  }

  private static String sorted(Collection<Object> names) {
    return names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("malformed");
  }
}
