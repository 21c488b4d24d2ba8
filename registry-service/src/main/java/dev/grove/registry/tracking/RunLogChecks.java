package dev.grove.registry.tracking;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks what is logged, and cuts what is too long, both as MLflow does.
 *
 * <p>A refusal names the field as the request has it: {@code metrics[3].name} in a batch, {@code
 * name} where there is but one.
 */
final class RunLogChecks {
  private RunLogChecks() {}

  private static String path(boolean single, String list, int index, String name) {
    return single ? name : list + "[" + index + "]." + name;
  }

  static List<Tag> tags(boolean single, List<Tag> tags) {
    List<Tag> checked = new ArrayList<>();
    for (Tag tag : tags) {
      String path = path(single, "tags", checked.size(), "key");
      Limits.key(path, path, tag.key());
      checked.add(new Tag(tag.key(), Limits.cut(Limits.RUN_TAG, tag.value())));
    }
    return checked;
  }

  /** In the order of their keys, none of them twice. */
  static List<Tag> params(boolean single, List<Tag> params) {
    Map<String, Tag> once = new TreeMap<>();
    List<String> twice = new ArrayList<>();
    for (int i = 0; i < params.size(); i++) {
      Tag param = params.get(i);
      Limits.key(path(single, "params", i, "key"), "Param key", param.key());
      String value = Limits.cut(Limits.PARAMETER_VALUE, param.value());
      if (once.put(param.key(), new Tag(param.key(), value)) != null) {
        twice.add("'" + param.key() + "'");
      }
    }
    if (!twice.isEmpty()) {
      throw RegistryException.invalid(
          "Duplicate parameter keys have been submitted: "
              + twice
              + ". Please ensure the request contains only one param value per param key.");
    }
    return List.copyOf(once.values());
  }

  static void metrics(boolean single, List<Metric> metrics) {
    for (int i = 0; i < metrics.size(); i++) {
      Metric metric = metrics.get(i);
      Limits.key(path(single, "metrics", i, "name"), "Metric name", metric.key());
      if (metric.timestamp() < 0) {
        throw RegistryException.invalid(
            "Invalid value "
                + metric.timestamp()
                + " for parameter '"
                + path(single, "metrics", i, "timestamp")
                + "' supplied: metric '"
                + metric.key()
                + "' (value="
                + metric.value()
                + "). Timestamp must be a nonnegative long (64-bit integer) ");
      }
    }
  }
}
