package dev.grove.local;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Rows as people send them: blanks of every kind around values, null tokens, booleans in any case,
 * numbers and times in every notation that is allowed, quotes and line breaks in texts.
 */
record OddTable(List<Map<String, String>> rows) {
  static final String TARGET = "bought";
  static final String KEY = "id";

  private static final List<String> BLANKS =
      List.of(
          "", "", "", " ", "  ", "\t", "\u00a0", "\u2003", "\u202f", "\u3000", "\ufeff", " \u2028");
  private static final List<String> MISSING =
      List.of("", "NA", "N/A", "n/a", "#N/A", "<NA>", "NaN", "nan", "NULL", "null", "None", "?");
  private static final List<String> WORDS =
      List.of(
          "red",
          "Blau",
          "größe",
          "naïve",
          "32\" tv",
          "a,b",
          "two\nlines",
          "日本",
          "😀",
          "ÉCLAIR",
          "it's",
          "\"quoted\"",
          "x\ty",
          "İstanbul");

  static OddTable of(int count, long seed) {
    Random random = new Random(seed);
    List<Map<String, String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(i, random));
    }
    return new OddTable(rows);
  }

  private static Map<String, String> row(int number, Random random) {
    boolean yes = random.nextBoolean();
    Map<String, String> row = new LinkedHashMap<>();
    row.put(KEY, "k" + number);
    row.put(
        "flag",
        odd(
            pick(random, yes ? List.of("true", "TRUE", "True") : List.of("false", "FALSE")),
            random));
    row.put("amount", odd(amount(random, yes), random));
    row.put(
        "count", odd(pick(random, List.of("", "+", "-")) + random.nextInt(yes ? 40 : 60), random));
    row.put(
        "day",
        odd(
            "20%02d-%02d-%02d"
                .formatted(random.nextInt(25), 1 + random.nextInt(12), 1 + random.nextInt(28)),
            random));
    row.put("at", odd(time(random), random));
    row.put("kind", odd(pick(random, List.of("a", "A", "b c", "größe", "\"q\"")), random));
    row.put("code", odd("code-" + random.nextInt(900), random));
    row.put("note", odd(note(random, yes), random));
    row.put(TARGET, odd(yes ? "yes" : "no", 0, random));
    return row;
  }

  private static String amount(Random random, boolean yes) {
    double value = random.nextInt(2_000) / 8.0 + (yes ? 30 : 0);
    return switch (random.nextInt(5)) {
      case 0 -> value + "0";
      case 1 -> "+" + value;
      case 2 -> (int) value + ".";
      case 3 -> (int) value + "e-1";
      default -> "." + random.nextInt(10) + "E2";
    };
  }

  private static String time(Random random) {
    String date = "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28));
    String clock = "%02d:%02d".formatted(random.nextInt(24), random.nextInt(60));
    return switch (random.nextInt(5)) {
      case 0 -> date + "T" + clock;
      case 1 -> date + " " + clock + ":07";
      case 2 -> date + "T" + clock + ":07.25Z";
      case 3 -> date + "T" + clock + ":59.123456+05:30";
      default -> date + " " + clock + "-02:00";
    };
  }

  private static String note(Random random, boolean yes) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 3 + random.nextInt(6); i++) {
      words.add(pick(random, WORDS));
    }
    words.add((yes ? "keep" : "return") + random.nextInt(30));
    words.add(Integer.toString(random.nextInt(100_000)));
    return String.join(pick(random, List.of(" ", "  ", " - ")), words);
  }

  private static String odd(String value, Random random) {
    return odd(value, 12, random);
  }

  private static String odd(String value, int missingPercent, Random random) {
    String content = random.nextInt(100) < missingPercent ? pick(random, MISSING) : value;
    return pick(random, BLANKS) + content + pick(random, BLANKS);
  }

  private static <T> T pick(Random random, List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** As a CSV file in which every field that may be quoted is. */
  String csv() {
    StringBuilder csv = new StringBuilder(String.join(",", rows.get(0).keySet())).append("\r\n");
    for (Map<String, String> row : rows) {
      csv.append(row.values().stream().map(OddTable::field).collect(Collectors.joining(",")))
          .append("\r\n");
    }
    return csv.toString();
  }

  private static String field(String value) {
    boolean quote =
        value.contains(",")
            || value.contains("\n")
            || value.startsWith("\"")
            || value.length() % 3 == 0;
    return quote && !value.isEmpty() ? '"' + value.replace("\"", "\"\"") + '"' : value;
  }
}
