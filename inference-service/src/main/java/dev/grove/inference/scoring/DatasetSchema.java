package dev.grove.inference.scoring;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What scoring reads of data-service's answer about a version's columns.
 *
 * @param key null if no column is it
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record DatasetSchema(List<DatasetColumn> columns, String key) {
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record DatasetColumn(String name) {}

  boolean has(String column) {
    return columns.stream().anyMatch(each -> each.name().equals(column));
  }
}
