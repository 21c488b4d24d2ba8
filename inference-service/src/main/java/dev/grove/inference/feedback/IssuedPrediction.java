package dev.grove.inference.feedback;

import java.time.Instant;

/**
 * What a prediction id says of its prediction.
 *
 * @param version which version of which model it was
 * @param process which life of which replica gave it
 * @param sequence counts the process's predictions
 * @param at when, to the second
 * @param byModel whether the model itself answered, and not what stood in for it
 */
record IssuedPrediction(
    long version, int process, long sequence, Instant at, boolean byModel, Answer answer) {

  /** What was answered. */
  sealed interface Answer {
    /**
     * A class with the probabilities of the most probable ones.
     *
     * @param classes places in the labels; the first was answered
     * @param rest the probability of all others together
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record OfClass(int[] classes, float[] probabilities, double rest) implements Answer {
      int index() {
        return classes[0];
      }

      /**
       * The probability of a class; those that the id does not name share the rest.
       *
       * @param all how many classes there are
       */
      double probability(int index, int all) {
        for (int i = 0; i < classes.length; i++) {
          if (classes[i] == index) {
            return probabilities[i];
          }
        }
        return rest / Math.max(1, all - classes.length);
      }
    }

    /** A number. */
    record OfNumber(double value) implements Answer {}
  }
}
