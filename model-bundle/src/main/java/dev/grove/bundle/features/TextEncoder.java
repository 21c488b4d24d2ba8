package dev.grove.bundle.features;

import dev.grove.bundle.Row;
import java.util.Arrays;

/**
 * Counts of a text's n-grams by the bucket of their hash: what scikit-learn's {@code
 * CountVectorizer} with the same analyzer counts, hashed. Missing is all zeros.
 *
 * <p>No n-gram is ever a String: each start hashes its growing n-grams in one pass.
 */
record TextEncoder(
    String column,
    int input,
    TextAnalyzer analyzer,
    int ngramMin,
    int ngramMax,
    int buckets,
    boolean lowercase)
    implements Encoder {
  /** Shorter runs of word characters are no tokens. */
  private static final int SHORTEST_TOKEN = 2;

  @Override
  public int size() {
    return buckets;
  }

  @Override
  public void name(FeatureNames.Builder names) {
    names.numbered(column + "__" + (analyzer == TextAnalyzer.WORD ? "word" : "char"), buckets);
  }

  @Override
  public void encode(Row row, FeatureVector out, int offset) {
    String raw = row.text(input);
    if (raw == null) {
      return;
    }
    String text = lowercase ? LowerCase.of(raw) : raw;
    switch (analyzer) {
      case WORD -> countTokens(text, out, offset);
      case CHAR_WB -> countInsideWords(text, out, offset);
    }
  }

  private void countTokens(String text, FeatureVector out, int offset) {
    int[] tokens = tokens(text);
    int count = tokens.length / 2;
    Murmur3 hash = new Murmur3();
    for (int first = 0; first < count; first++) {
      hash.reset();
      int end = Math.min(count, first + ngramMax);
      for (int last = first; last < end; last++) {
        if (last > first) {
          hash.putByte(' ');
        }
        hash.putText(text, tokens[2 * last], tokens[2 * last + 1]);
        if (last - first + 1 >= ngramMin) {
          out.add(offset + hash.bucket(buckets), 1);
        }
      }
    }
  }

  /** Start and end of each token. */
  private static int[] tokens(String text) {
    int[] bounds = new int[16];
    int filled = 0;
    int i = 0;
    while (i < text.length()) {
      int start = i;
      int characters = 0;
      int c = text.codePointAt(i);
      while (PythonText.isWord(c)) {
        characters++;
        i += Character.charCount(c);
        if (i >= text.length()) {
          break;
        }
        c = text.codePointAt(i);
      }
      if (characters >= SHORTEST_TOKEN) {
        if (filled == bounds.length) {
          bounds = Arrays.copyOf(bounds, 2 * filled);
        }
        bounds[filled++] = start;
        bounds[filled++] = i;
      }
      if (i < text.length()) {
        i += Character.charCount(c);
      }
    }
    return Arrays.copyOf(bounds, filled);
  }

  private void countInsideWords(String text, FeatureVector out, int offset) {
    Murmur3 hash = new Murmur3();
    int start = PythonText.wordStart(text, 0);
    while (start < text.length()) {
      int end = PythonText.wordEnd(text, start);
      countWord(text, start, end, hash, out, offset);
      start = PythonText.wordStart(text, end);
    }
  }

  /**
   * The n-grams of a word with a blank at both ends. A word that is shorter than the shortest
   * n-gram counts once, as a whole.
   */
  private void countWord(
      String text, int start, int end, Murmur3 hash, FeatureVector out, int offset) {
    for (int from = start - 1; from <= end; from += from < start ? 1 : width(text, from, end)) {
      hash.reset();
      int length = 0;
      int at = from;
      while (at <= end && length < ngramMax) {
        if (at < start || at == end) {
          hash.putByte(' ');
          at++;
        } else {
          int c = text.codePointAt(at);
          hash.putCodePoint(c);
          at += Character.charCount(c);
        }
        length++;
        if (length >= ngramMin) {
          out.add(offset + hash.bucket(buckets), 1);
        }
      }
      if (length < ngramMin) {
        if (from < start) {
          out.add(offset + hash.bucket(buckets), 1);
        }
        return;
      }
    }
  }

  private static int width(String text, int at, int end) {
    return at == end ? 1 : Character.charCount(text.codePointAt(at));
  }
}
