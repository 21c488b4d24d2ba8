package dev.grove.inference.predict;

/**
 * How much of a batch there may be.
 *
 * @param rows in the body
 * @param answer bytes of an answer that are held before it is streamed
 * @param wholeAnswer bytes of an answer that must be held to its end
 */
record BatchBounds(int rows, int answer, int wholeAnswer) {
  int held(PredictOptions options) {
    return options.failTogether() ? wholeAnswer : answer;
  }
}
