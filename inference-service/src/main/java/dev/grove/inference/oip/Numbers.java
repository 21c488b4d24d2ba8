package dev.grove.inference.oip;

/** Elements that an encoded vector can be made of. */
sealed interface Numbers extends Elements permits Reals, RealBytes, Wholes {
  /**
   * Copies consecutive elements; a missing one is NaN.
   *
   * @param from the first element
   */
  void copy(int from, double[] into, int at, int length);
}
