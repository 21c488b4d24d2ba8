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
  /** Fails, naming the field, if a parameter is missing or out of bounds. */
  void check(FeatureCheck check);

  /**
   * @param fill what stands in for a missing value, in the feature's own unit, which is the
   *     transform's; null leaves it NaN
   */
  record Numeric(String column, String transform, Double fill) implements FittedFeature {
    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.oneOf("transform", transform, NumericTransform.wireNames());
      if (fill != null && !Double.isFinite(fill)) {
        throw check.failure("fill", fill + " is not finite");
      }
    }
  }

  /**
   * @param vocabulary the known values; a value's place is its code
   */
  record Category(String column, List<String> vocabulary) implements FittedFeature {
    public Category {
      vocabulary = vocabulary == null ? null : List.copyOf(vocabulary);
    }

    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.require("vocabulary", vocabulary);
      check.within("vocabulary", vocabulary.size(), "values", 0, FeatureCheck.MAX_VOCABULARY);
      check.distinct("vocabulary", vocabulary);
    }
  }

  record Hash(String column, int buckets) implements FittedFeature {
    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.buckets(buckets);
    }
  }

  /**
   * @param edges for each column its ascending quantile edges; empty for columns that are taken as
   *     text
   */
  record Cross(List<String> columns, List<List<Double>> edges, int buckets)
      implements FittedFeature {
    public Cross {
      columns = columns == null ? null : List.copyOf(columns);
      edges = edges == null ? null : edges.stream().map(List::copyOf).toList();
    }

    @Override
    public void check(FeatureCheck check) {
      check.crossed(columns);
      check.buckets(buckets);
      check.require("edges", edges);
      if (edges.size() != columns.size()) {
        throw check.failure("edges", edges.size() + " lists for " + columns.size() + " columns");
      }
      for (List<Double> ofColumn : edges) {
        check.within("edges", ofColumn.size(), "edges", 0, FeatureCheck.MAX_BINS - 1);
        double last = Double.NEGATIVE_INFINITY;
        for (double edge : ofColumn) {
          if (!(edge > last) || !Double.isFinite(edge)) {
            throw check.failure("edges", "not finite and ascending: " + ofColumn);
          }
          last = edge;
        }
      }
    }
  }

  record Text(
      String column, String analyzer, int ngramMin, int ngramMax, int buckets, boolean lowercase)
      implements FittedFeature {
    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.ngrams(analyzer, ngramMin, ngramMax);
      check.buckets(buckets);
    }
  }

  record TextStats(String column, List<String> keywords) implements FittedFeature {
    public TextStats {
      keywords = keywords == null ? null : List.copyOf(keywords);
    }

    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.keywords(keywords);
    }
  }
}
