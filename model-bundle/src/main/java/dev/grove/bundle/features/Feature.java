package dev.grove.bundle.features;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/**
 * One feature that is asked for, before anything was fitted. Its JSON form has the kind's name in
 * {@code kind}: {@code {"kind":"text","column":"title","analyzer":"word","ngramMin":1,...}}.
 * Parameters that are left out take the defaults named here.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Feature.Numeric.class, name = "numeric"),
  @JsonSubTypes.Type(value = Feature.Category.class, name = "category"),
  @JsonSubTypes.Type(value = Feature.Hash.class, name = "hash"),
  @JsonSubTypes.Type(value = Feature.Cross.class, name = "cross"),
  @JsonSubTypes.Type(value = Feature.Text.class, name = "text"),
  @JsonSubTypes.Type(value = Feature.TextStats.class, name = "text_stats")
})
public sealed interface Feature {
  /**
   * @param transform {@code none} (default), {@code log1p}, {@code epoch_days}, {@code hour},
   *     {@code day_of_week}
   * @param missing {@code nan} (default) or {@code median}
   */
  record Numeric(String column, String transform, String missing) implements Feature {}

  record Category(String column) implements Feature {}

  /**
   * @param buckets default 1,024
   */
  record Hash(String column, Integer buckets) implements Feature {}

  /**
   * @param bins for numeric columns, default 10
   * @param buckets default 1,024
   */
  record Cross(List<String> columns, Integer bins, Integer buckets) implements Feature {}

  /**
   * @param analyzer {@code word} (default) or {@code char_wb}, both as in scikit-learn
   * @param ngramMin default 1 for words, 3 for characters
   * @param ngramMax default 2 for words, 5 for characters
   * @param buckets default 4,096 for words, 16,384 for characters
   * @param lowercase default true
   */
  record Text(
      String column,
      String analyzer,
      Integer ngramMin,
      Integer ngramMax,
      Integer buckets,
      Boolean lowercase)
      implements Feature {}

  /**
   * @param keywords default none
   */
  record TextStats(String column, List<String> keywords) implements Feature {}
}
