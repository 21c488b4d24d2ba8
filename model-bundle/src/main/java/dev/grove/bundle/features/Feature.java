package dev.grove.bundle.features;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Objects;

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
  /** Fails, naming the field, if a parameter is missing or out of bounds. */
  void check(FeatureCheck check);

  /**
   * @param transform {@code none} (default), {@code log1p}, {@code epoch_days}, {@code hour},
   *     {@code day_of_week}
   * @param missing {@code nan} (default) or {@code median}
   */
  record Numeric(String column, String transform, String missing) implements Feature {
    static final List<String> MISSING = List.of("nan", "median");

    public Numeric {
      transform = Objects.requireNonNullElse(transform, NumericTransform.NONE.wireName());
      missing = Objects.requireNonNullElse(missing, "nan");
    }

    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.oneOf("transform", transform, NumericTransform.wireNames());
      check.oneOf("missing", missing, MISSING);
    }
  }

  record Category(String column) implements Feature {
    @Override
    public void check(FeatureCheck check) {
      check.column(column);
    }
  }

  /**
   * @param buckets default 1,024
   */
  record Hash(String column, Integer buckets) implements Feature {
    public static final int DEFAULT_BUCKETS = 1_024;

    public Hash {
      buckets = Objects.requireNonNullElse(buckets, DEFAULT_BUCKETS);
    }

    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.buckets(buckets);
    }
  }

  /**
   * @param bins for numeric columns, default 10
   * @param buckets default 1,024
   */
  record Cross(List<String> columns, Integer bins, Integer buckets) implements Feature {
    public static final int DEFAULT_BINS = 10;

    public Cross {
      columns = columns == null ? null : List.copyOf(columns);
      bins = Objects.requireNonNullElse(bins, DEFAULT_BINS);
      buckets = Objects.requireNonNullElse(buckets, Hash.DEFAULT_BUCKETS);
    }

    @Override
    public void check(FeatureCheck check) {
      check.crossed(columns);
      check.within("bins", bins, FeatureCheck.MIN_BINS, FeatureCheck.MAX_BINS);
      check.buckets(buckets);
    }
  }

  /**
   * @param analyzer {@code word} (default) or {@code char_wb}, both as in scikit-learn
   * @param ngramMin default 1 for words, 3 for characters
   * @param ngramMax default 2 for words, 5 for characters, or {@code ngramMin} if that is above
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
      implements Feature {
    public Text {
      analyzer = Objects.requireNonNullElse(analyzer, TextAnalyzer.WORD.wireName());
      boolean words = analyzer.equals(TextAnalyzer.WORD.wireName());
      ngramMin = ngramMin == null ? lowestDefault(words ? 1 : 3, ngramMax) : ngramMin;
      ngramMax = ngramMax == null ? Math.max(words ? 2 : 5, ngramMin) : ngramMax;
      buckets = Objects.requireNonNullElse(buckets, words ? 4_096 : 16_384);
      lowercase = Objects.requireNonNullElse(lowercase, true);
    }

    /** A smallest length that nobody named gives way to the largest that somebody did name. */
    private static int lowestDefault(int usual, Integer ngramMax) {
      return ngramMax == null || ngramMax < 1 ? usual : Math.min(usual, ngramMax);
    }

    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.ngrams(analyzer, ngramMin, ngramMax);
      check.buckets(buckets);
    }
  }

  /**
   * @param keywords default none
   */
  record TextStats(String column, List<String> keywords) implements Feature {
    public TextStats {
      keywords = keywords == null ? List.of() : List.copyOf(keywords);
    }

    @Override
    public void check(FeatureCheck check) {
      check.column(column);
      check.keywords(keywords);
    }
  }
}
