package dev.grove.training.fit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Task;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** data-service's answers, as far as training reads them. */
public final class Dataset {
  private Dataset() {}

  /**
   * @param version its id
   */
  @RegisterForReflection
  public record Version(String dataset, String version, long rows, String target, String task) {}

  /**
   * @param key null if rows have none
   * @param target null if none was named
   * @param task null without a target
   */
  @RegisterForReflection(targets = {Schema.class, Column.class, Cleaning.class})
  public record Schema(
      List<Column> columns, String key, String target, Task task, Cleaning cleaning) {
    public Optional<Column> column(String name) {
      return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }

    /**
     * The columns that a model of the target may see: neither the key nor the target nor the group.
     *
     * @param group null if there is none
     */
    public InputSchema inputs(String modelTarget, String group) {
      return new InputSchema(
          columns.stream()
              .filter(column -> !column.name().equals(key))
              .filter(column -> !column.name().equals(modelTarget))
              .filter(column -> !column.name().equals(group))
              .toList(),
          cleaning);
    }

    /** The same columns and cleaning, with only the named columns. */
    public InputSchema only(Collection<String> names) {
      return new InputSchema(
          columns.stream().filter(column -> names.contains(column.name())).toList(), cleaning);
    }
  }

  @RegisterForReflection
  public record Profile(long rows, List<ColumnProfile> columns) {
    public Optional<ColumnProfile> column(String name) {
      return columns.stream().filter(column -> column.name().equals(name)).findFirst();
    }
  }

  /**
   * @param min a number, or a text in columns of other types; null if the column has no value
   * @param max likewise
   */
  @RegisterForReflection
  public record ColumnProfile(String name, long nulls, long distinct, JsonNode min, JsonNode max) {}

  /**
   * @param parts a part's name to its size
   */
  @RegisterForReflection
  public record Split(String name, long seed, Map<String, Part> parts) {
    /** The part's size; 0 if there is no such part. */
    public long rows(String part) {
      return parts.getOrDefault(part, new Part(0)).rows();
    }
  }

  @RegisterForReflection
  public record Part(long rows) {}
}
