package dev.grove.inference.oip;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Triton's classification extension: the highest values of a row, each as {@code
 * value:index:label}.
 */
final class HighestClasses implements TextTensor.Source {
  private final Output output;
  private final Output.NumberSource source;
  private final int most;
  private final double[] values;
  private final Integer[] order;

  HighestClasses(Output output, int most) {
    this.output = output;
    this.source = (Output.NumberSource) output.source();
    this.most = most;
    this.values = new double[output.width()];
    this.order = IntStream.range(0, values.length).boxed().toArray(Integer[]::new);
  }

  /** Of equals the first comes first. */
  @Override
  public void put(Scored row, String[] into, int at) {
    source.put(row, values, 0);
    Arrays.sort(order, Comparator.<Integer>comparingDouble(i -> -values[i]).thenComparing(i -> i));
    for (int k = 0; k < most; k++) {
      int index = order[k];
      into[at + k] = values[index] + ":" + index + ":" + output.labels().get(index);
    }
  }
}
