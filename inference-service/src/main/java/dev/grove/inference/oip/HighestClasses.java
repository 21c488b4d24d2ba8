package dev.grove.inference.oip;

/**
 * Triton's classification extension: the highest values of a row, each as {@code
 * value:index:label}.
 */
final class HighestClasses implements TextTensor.Source {
  private final Output output;
  private final Output.NumberSource source;
  private final int most;
  private final double[] values;

  HighestClasses(Output output, int most) {
    this.output = output;
    this.source = (Output.NumberSource) output.source();
    this.most = most;
    this.values = new double[output.width()];
  }

  /** Of equals the first comes first. */
  @Override
  public void put(Scored row, String[] into, int at) {
    source.put(row, values, 0);
    boolean[] taken = new boolean[values.length];
    for (int k = 0; k < most; k++) {
      int best = -1;
      for (int i = 0; i < values.length; i++) {
        if (!taken[i] && (best < 0 || values[i] > values[best])) {
          best = i;
        }
      }
      taken[best] = true;
      into[at + k] = values[best] + ":" + best + ":" + output.labels().get(best);
    }
  }
}
