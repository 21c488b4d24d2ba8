package dev.grove.bundle.features;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How a text falls into n-grams, as scikit-learn's vectorizers do it. */
enum TextAnalyzer {
  /** Runs of two or more word characters; n-grams of them are joined by one blank. */
  WORD,
  /** Runs of characters inside words, each word with a blank at both ends. */
  CHAR_WB;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static TextAnalyzer ofWireName(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  static List<String> wireNames() {
    return Stream.of(values()).map(TextAnalyzer::wireName).toList();
  }
}
