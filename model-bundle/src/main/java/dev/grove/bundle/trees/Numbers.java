package dev.grove.bundle.trees;

/**
 * Strict readers for the blank-separated numbers of a model text. Nothing depends on a locale, and
 * nothing is taken that LightGBM would not write: no hexadecimal, no type suffix, no signs out of
 * place. Each reader knows how many numbers must be there, and allocates for no more than the text
 * can hold.
 */
final class Numbers {
  /** LightGBM writes at most 24 characters; longer ones only cost time. */
  private static final int MAX_NUMBER_LENGTH = 64;

  private final String name;
  private final String text;
  private int start;
  private int end;

  private Numbers(String name, String text, int count) {
    if (count > (text.length() + 1) / 2) {
      throw wrongCount(name, count);
    }
    this.name = name;
    this.text = text;
  }

  static int[] integers(String name, String text, int count, long min, long max) {
    Numbers numbers = new Numbers(name, text, count);
    int[] values = new int[count];
    for (int i = 0; i < count; i++) {
      numbers.next(count);
      values[i] = (int) numbers.integer(min, max);
    }
    numbers.finish(count);
    return values;
  }

  static double[] doubles(String name, String text, int count) {
    Numbers numbers = new Numbers(name, text, count);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      numbers.next(count);
      values[i] = numbers.decimal();
    }
    numbers.finish(count);
    return values;
  }

  /** How many blank-separated words the text has. */
  static int count(String text) {
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != ' ' && (i == 0 || text.charAt(i - 1) == ' ')) {
        count++;
      }
    }
    return count;
  }

  private boolean advance() {
    start = end;
    while (start < text.length() && text.charAt(start) == ' ') {
      start++;
    }
    end = start;
    while (end < text.length() && text.charAt(end) != ' ') {
      end++;
    }
    return start < end;
  }

  private void next(int count) {
    if (!advance()) {
      throw wrongCount(name, count);
    }
    if (end - start > MAX_NUMBER_LENGTH) {
      throw new InvalidModelText(name + " has an overlong number");
    }
  }

  private void finish(int count) {
    if (advance()) {
      throw wrongCount(name, count);
    }
  }

  private long integer(long min, long max) {
    boolean negative = text.charAt(start) == '-';
    int from = negative ? start + 1 : start;
    // Eleven digits hold any bound asked for and cannot overflow a long.
    if (from == end || end - from > 11 || digits(from) != end) {
      throw notANumber();
    }
    long value = 0;
    for (int i = from; i < end; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    value = negative ? -value : value;
    if (value < min || value > max) {
      throw new InvalidModelText(
          name + " is out of bounds: " + value + " is not within " + min + " and " + max);
    }
    return value;
  }

  private double decimal() {
    int at = start;
    boolean negative = text.charAt(at) == '-';
    if (negative) {
      at++;
    }
    if (end - at == 3 && text.startsWith("inf", at)) {
      return negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    int afterDigits = digits(at);
    if (afterDigits == at) {
      throw notANumber();
    }
    at = afterDigits;
    if (at < end && text.charAt(at) == '.') {
      int afterFraction = digits(at + 1);
      if (afterFraction == at + 1) {
        throw notANumber();
      }
      at = afterFraction;
    }
    if (at < end && text.charAt(at) == 'e') {
      at++;
      if (at < end && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      int afterExponent = digits(at);
      if (afterExponent == at) {
        throw notANumber();
      }
      at = afterExponent;
    }
    if (at != end) {
      throw notANumber();
    }
    return Double.parseDouble(text.substring(start, end));
  }

  private int digits(int from) {
    int at = from;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private InvalidModelText notANumber() {
    return new InvalidModelText(
        name
            + " has no valid number at '"
            + text.substring(start, Math.min(end, start + 32))
            + "'");
  }

  private static InvalidModelText wrongCount(String name, int count) {
    return new InvalidModelText(name + " must have " + count + " numbers");
  }
}
