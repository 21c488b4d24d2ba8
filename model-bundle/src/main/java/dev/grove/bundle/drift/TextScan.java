package dev.grove.bundle.drift;

/**
 * A text's words, counted in one pass without making any: runs of letters and digits, in lower
 * case. What lies beyond the first {@link #SCANNED} characters is not looked at.
 */
final class TextScan {
  /** Long texts cost no more than this. */
  static final int SCANNED = 512;

  /** Told of each word. */
  interface Words {
    void word(long hash);
  }

  private TextScan() {}

  /**
   * Words in the upper half, those not seen in the lower.
   *
   * @param seen null if nothing was
   */
  static long count(String text, SeenHashes seen) {
    long words = 0;
    long unseen = 0;
    boolean within = false;
    long hash = 0;
    int end = Math.min(SCANNED, text.length());
    for (int i = 0; i <= end; i++) {
      char c = i < end ? text.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c)) {
        hash = SeenHashes.feed(within ? hash : SeenHashes.start(), Character.toLowerCase(c));
        within = true;
      } else if (within) {
        words++;
        unseen += seen == null || !seen.has(hash) ? 1 : 0;
        within = false;
      }
    }
    return words << 32 | unseen;
  }

  static void forEach(String text, Words words) {
    boolean within = false;
    long hash = 0;
    int end = Math.min(SCANNED, text.length());
    for (int i = 0; i <= end; i++) {
      char c = i < end ? text.charAt(i) : ' ';
      if (Character.isLetterOrDigit(c)) {
        hash = SeenHashes.feed(within ? hash : SeenHashes.start(), Character.toLowerCase(c));
        within = true;
      } else if (within) {
        words.word(hash);
        within = false;
      }
    }
  }

  static int words(long counted) {
    return (int) (counted >>> 32);
  }

  /** The share of words that were not seen; 0 of a text without words. */
  static double unseenShare(long counted) {
    int words = words(counted);
    return words == 0 ? 0 : (int) counted / (double) words;
  }
}
