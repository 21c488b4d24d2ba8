package dev.grove.bundle.features;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Checks one feature's parameters; what fails names the feature's index, the field and the reason.
 *
 * @param index the feature's place in its list
 */
record FeatureCheck(int index) {
  static final int MAX_FEATURES = 10_000;
  static final int MAX_BUCKETS = 1 << 20;
  static final int MAX_NGRAM = 10;
  static final int MIN_BINS = 2;
  static final int MAX_BINS = 255;
  static final int MAX_CROSSED = 8;
  static final int MAX_KEYWORDS = 1_000;
  static final int MAX_VOCABULARY = 1 << 20;

  /** Runs the check of each feature of a list. */
  static <F> void all(List<F> features, BiConsumer<F, FeatureCheck> check) {
    if (features.size() > MAX_FEATURES) {
      throw new IllegalArgumentException("features: more than " + MAX_FEATURES);
    }
    for (int i = 0; i < features.size(); i++) {
      check.accept(features.get(i), new FeatureCheck(i));
    }
  }

  IllegalArgumentException failure(String field, String reason) {
    return new IllegalArgumentException("features[" + index + "]." + field + ": " + reason);
  }

  void column(String column) {
    require("column", column);
  }

  void buckets(int buckets) {
    within("buckets", buckets, 1, MAX_BUCKETS);
  }

  void crossed(List<String> columns) {
    require("columns", columns);
    within("columns", columns.size(), "columns", 2, MAX_CROSSED);
    distinct("columns", columns);
  }

  void ngrams(String analyzer, int min, int max) {
    oneOf("analyzer", analyzer, TextAnalyzer.wireNames());
    within("ngramMin", min, 1, MAX_NGRAM);
    within("ngramMax", max, 1, MAX_NGRAM);
    if (min > max) {
      throw failure("ngramMin", min + " is above ngramMax, which is " + max);
    }
  }

  void keywords(List<String> keywords) {
    require("keywords", keywords);
    within("keywords", keywords.size(), "keywords", 0, MAX_KEYWORDS);
    distinct("keywords", keywords);
    if (keywords.contains("")) {
      throw failure("keywords", "a keyword is empty");
    }
  }

  void distinct(String field, Collection<String> values) {
    HashSet<String> seen = new HashSet<>();
    for (String value : values) {
      if (!seen.add(value)) {
        throw failure(field, "'" + value + "' stands twice");
      }
    }
  }

  void oneOf(String field, String value, List<String> allowed) {
    require(field, value);
    if (!allowed.contains(value)) {
      throw failure(field, "'" + value + "' is none of " + String.join(", ", allowed));
    }
  }

  void within(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw failure(field, value + " is outside " + min + " to " + max);
    }
  }

  void within(String field, int count, String what, int min, int max) {
    if (count < min || count > max) {
      throw failure(field, count + " " + what + ", but " + min + " to " + max + " are allowed");
    }
  }

  void require(String field, Object value) {
    if (value == null) {
      throw failure(field, "is missing");
    }
  }
}
