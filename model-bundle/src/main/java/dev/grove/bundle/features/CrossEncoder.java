package dev.grove.bundle.features;

import dev.grove.bundle.Row;
import java.util.List;

/**
 * The bucket of several columns' values together. Each part is its length in bytes, 4 of them
 * little-endian, then its bytes, so that {@code ab + c} is not {@code a + bc}; a missing part is
 * the length 0xFFFFFFFF alone. Of a column with edges the part is its bin's number: how many edges
 * lie below the value.
 */
final class CrossEncoder implements Encoder {
  private static final int MISSING = 0xFFFFFFFF;

  private final List<String> columns;
  private final int[] inputs;
  private final double[][] edges;
  private final int buckets;

  CrossEncoder(List<String> columns, int[] inputs, double[][] edges, int buckets) {
    this.columns = columns;
    this.inputs = inputs;
    this.edges = edges;
    this.buckets = buckets;
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public boolean categorical() {
    return true;
  }

  @Override
  public int input() {
    return inputs[0];
  }

  @Override
  public void name(FeatureNames.Builder names) {
    names.single(String.join("_x_", columns));
  }

  @Override
  public void encode(Row row, FeatureVector out, int offset) {
    Murmur3 hash = new Murmur3();
    for (int i = 0; i < inputs.length; i++) {
      String part =
          edges[i].length == 0 ? row.text(inputs[i]) : bin(row.number(inputs[i]), edges[i]);
      if (part == null) {
        hash.putInt(MISSING);
      } else {
        hash.putInt(Murmur3.utf8Length(part));
        hash.putText(part, 0, part.length());
      }
    }
    out.set(offset, hash.bucket(buckets));
  }

  private static String bin(double number, double[] edges) {
    if (Double.isNaN(number)) {
      return null;
    }
    int below = 0;
    while (below < edges.length && edges[below] < number) {
      below++;
    }
    return Integer.toString(below);
  }
}
