package dev.grove.inference.oip;

import java.util.BitSet;

/**
 * Texts that came as JSON, one after the other in one array: a String each would take many times
 * what the body took.
 *
 * @param ends where each ends
 * @param missing those that were null
 */
record TextChars(char[] chars, int[] ends, BitSet missing, int count) implements Texts {
  @Override
  public String text(int index) {
    if (missing.get(index)) {
      return null;
    }
    int start = index == 0 ? 0 : ends[index - 1];
    return new String(chars, start, ends[index] - start);
  }
}
