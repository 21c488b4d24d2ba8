package dev.grove.inference.oip;

/** How refusals quote what a client sent. */
final class Words {
  private static final int LONGEST = 60;

  private Words() {}

  static String quoted(String text) {
    if (text.length() <= LONGEST) {
      return "'" + text + "'";
    }
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return "'" + text.substring(0, end) + "…'";
  }

  static String tensor(String name) {
    return "Tensor " + quoted(name);
  }
}
