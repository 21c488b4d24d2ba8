package dev.grove.data.quality;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.data.dataset.ColumnType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a version's table looks like. All figures are exact.
 *
 * @param classes the target's, by code point; empty unless the task is a classification
 */
public record Profile(long rows, List<ColumnProfile> columns, List<ClassCount> classes) {
  /**
   * One column.
   *
   * @param min a number, or the canonical text of another type, of which at most 200 characters
   * @param max likewise
   * @param quantiles of numbers, interpolated between neighbours, by probability
   * @param top the most frequent values, most frequent first
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ColumnProfile(
      String name,
      ColumnType type,
      long nulls,
      long distinct,
      @Schema(examples = "17") Object min,
      @Schema(examples = "90") Object max,
      Double mean,
      Map<String, Double> quantiles,
      List<ValueCount> top) {}

  /** A value's canonical text, of which at most 200 characters, and the rows that have it. */
  public record ValueCount(String value, long count) {}

  /** A class of the target and the rows that have it. */
  public record ClassCount(@Schema(examples = "<=50K") String label, long count) {}
}
