package dev.grove.bundle.features;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.Set;

/**
 * One name per place, made when asked for: a run of buckets keeps its stem alone. Names are unique
 * and consist of ASCII letters, digits and {@code _}, which LightGBM takes.
 */
final class FeatureNames extends AbstractList<String> implements RandomAccess {
  private final String[] stems;

  /** Where each stem's run begins; one more element for the end. */
  private final int[] starts;

  /** Digits of the number after the stem; 0 for a single name. */
  private final int[] digits;

  private FeatureNames(String[] stems, int[] starts, int[] digits) {
    this.stems = stems;
    this.starts = starts;
    this.digits = digits;
  }

  @Override
  public int size() {
    return starts[stems.length];
  }

  @Override
  public String get(int place) {
    Objects.checkIndex(place, size());
    int found = Arrays.binarySearch(starts, place);
    int run = found >= 0 ? found : -found - 2;
    return digits[run] == 0
        ? stems[run]
        : stems[run] + "_" + zeroPadded(place - starts[run], digits[run]);
  }

  private static String zeroPadded(int number, int width) {
    String text = Integer.toString(number);
    return "0".repeat(width - text.length()) + text;
  }

  /** Collects names and keeps them apart. */
  static final class Builder {
    private static final int LONGEST = 100;

    private final List<String> stems = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> digits = new ArrayList<>();
    private final Set<String> singles = new HashSet<>();

    /** Stems of runs, with the digits of their numbers. */
    private final Map<String, Integer> runs = new HashMap<>();

    private int size;

    void single(String wanted) {
      String safe = safe(wanted);
      String name = safe;
      for (int n = 2; singles.contains(name) || isNumbered(name); n++) {
        name = safe + "_" + n;
      }
      singles.add(name);
      add(name, 0, 1);
    }

    void numbered(String wanted, int count) {
      String safe = safe(wanted);
      int width = Math.max(1, Integer.toString(count - 1).length());
      String stem = safe;
      for (int n = 2; runs.containsKey(stem) || isStemOfSingle(stem, width); n++) {
        stem = safe + "_" + n;
      }
      runs.put(stem, width);
      add(stem, width, count);
    }

    FeatureNames build() {
      int[] bounds = new int[stems.size() + 1];
      for (int i = 0; i < stems.size(); i++) {
        bounds[i] = starts.get(i);
      }
      bounds[stems.size()] = size;
      int[] widths = digits.stream().mapToInt(Integer::intValue).toArray();
      return new FeatureNames(stems.toArray(String[]::new), bounds, widths);
    }

    private void add(String stem, int width, int count) {
      stems.add(stem);
      digits.add(width);
      starts.add(size);
      size += count;
    }

    /** Whether a run may have the name. */
    private boolean isNumbered(String name) {
      int cut = name.lastIndexOf('_');
      if (cut < 0) {
        return false;
      }
      Integer width = runs.get(name.substring(0, cut));
      return width != null && isNumber(name.substring(cut + 1), width);
    }

    /** Whether a run of the stem may have a name that is taken. */
    private boolean isStemOfSingle(String stem, int width) {
      String start = stem + "_";
      return singles.stream()
          .anyMatch(
              name -> name.startsWith(start) && isNumber(name.substring(start.length()), width));
    }

    private static boolean isNumber(String text, int width) {
      return text.length() == width && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Every run of other characters becomes one {@code _}; none stands at the ends. */
    private static String safe(String wanted) {
      StringBuilder safe = new StringBuilder();
      boolean gap = false;
      for (int i = 0; i < wanted.length() && safe.length() < LONGEST; i++) {
        char c = wanted.charAt(i);
        if (c < 0x80 && PythonText.isWord(c)) {
          safe.append(gap && !safe.isEmpty() ? "_" : "").append(c);
          gap = false;
        } else {
          gap = true;
        }
      }
      return safe.isEmpty() ? "feature" : safe.toString();
    }
  }
}
