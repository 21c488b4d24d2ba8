package dev.grove.inference.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.BundleManifest;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Task;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One model: as in the list, and what rows it takes, what it answers and where it comes from.
 *
 * @param input the raw columns of a row
 * @param classes in index order; absent in regression
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelDetailJson(
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
    JsonNode traffic,
    List<ColumnJson> input,
    List<String> classes,
    LineageJson lineage) {

  /** A raw column. */
  public record ColumnJson(String name, ColumnType type) {
    static ColumnJson of(Column column) {
      return new ColumnJson(column.name(), column.type());
    }
  }

  /** Where a bundle comes from. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record LineageJson(
      String dataset,
      String datasetVersion,
      String split,
      String runId,
      String codeVersion,
      String lightgbmVersion,
      Map<String, String> parameters) {
    static LineageJson of(BundleManifest.Lineage lineage) {
      return new LineageJson(
          lineage.dataset(),
          lineage.datasetVersion(),
          lineage.split(),
          lineage.runId(),
          lineage.codeVersion(),
          lineage.lightgbmVersion(),
          lineage.parameters());
    }
  }

  static ModelDetailJson of(ModelSlot slot, ModelJson summary) {
    ServedModel serving = slot.serving();
    ModelBundle bundle = serving == null ? null : serving.bundle();
    return new ModelDetailJson(
        summary.name(),
        summary.version(),
        summary.alias(),
        summary.task(),
        summary.target(),
        summary.state(),
        summary.servedSince(),
        summary.lastError(),
        summary.aliases(),
        summary.versions(),
        summary.memoryBytes(),
        summary.lastUsedAt(),
        summary.traffic(),
        bundle == null ? null : bundle.input().columns().stream().map(ColumnJson::of).toList(),
        bundle == null || bundle.labels().classes().isEmpty() ? null : bundle.labels().classes(),
        bundle == null || bundle.lineage() == null ? null : LineageJson.of(bundle.lineage()));
  }
}
