package dev.grove.bundle.features;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** One feature with everything that was fitted: an element of {@code encoding.json}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = FittedFeature.Numeric.class, name = "numeric"),
  @JsonSubTypes.Type(value = FittedFeature.Category.class, name = "category"),
  @JsonSubTypes.Type(value = FittedFeature.Hash.class, name = "hash"),
  @JsonSubTypes.Type(value = FittedFeature.Cross.class, name = "cross"),
  @JsonSubTypes.Type(value = FittedFeature.Text.class, name = "text"),
  @JsonSubTypes.Type(value = FittedFeature.TextStats.class, name = "text_stats")
})
public sealed interface FittedFeature {
  /**
   * @param fill what stands in for a missing value; null leaves it NaN
   */
  record Numeric(String column, String transform, Double fill) implements FittedFeature {}

  /**
   * @param vocabulary the known values; a value's place is its code
   */
  record Category(String column, List<String> vocabulary) implements FittedFeature {}

  record Hash(String column, int buckets) implements FittedFeature {}

  /**
   * @param edges for each column its ascending quantile edges; empty for columns that are taken as
   *     text
   */
  record Cross(List<String> columns, List<List<Double>> edges, int buckets)
      implements FittedFeature {}

  record Text(
      String column, String analyzer, int ngramMin, int ngramMax, int buckets, boolean lowercase)
      implements FittedFeature {}

  record TextStats(String column, List<String> keywords) implements FittedFeature {}
}
