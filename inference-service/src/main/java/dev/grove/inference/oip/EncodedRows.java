package dev.grove.inference.oip;

import dev.grove.bundle.ModelBundle;
import dev.grove.inference.Refused;
import java.util.List;
import java.util.Set;

/** Rows that the client encoded itself: one tensor of whole vectors. */
record EncodedRows(Numbers vectors, int size, int count) implements InputRows {
  /** What the tensor is called. */
  static final String NAME = "encoded";

  /** What other servers' examples call theirs. */
  private static final Set<String> NAMES = Set.of(NAME, "input-0", "input__0");

  static boolean isName(String name) {
    return NAMES.contains(name);
  }

  /** Whether that is what a client sent: a column of that name comes first. */
  static boolean isMeant(ModelBundle bundle, List<Tensor> inputs) {
    return inputs.size() == 1
        && isName(inputs.get(0).name())
        && bundle.input().indexOf(inputs.get(0).name()) < 0;
  }

  static EncodedRows of(ModelBundle bundle, Tensor tensor) {
    int size = bundle.encoding().size();
    Shape shape = tensor.shape();
    if (shape.rank() != 2 || shape.dimensions().get(1) != size) {
      throw Refused.invalid(
          tensor.words()
              + ": has the shape "
              + shape
              + "; the encoded one is [rows, "
              + size
              + "]");
    }
    if (!(tensor.elements() instanceof Numbers numbers)) {
      throw Refused.invalid(
          tensor.words() + ": is " + tensor.datatype() + "; an encoded vector takes numbers");
    }
    return new EncodedRows(numbers, size, shape.rows());
  }

  /** Copies vectors, one after the other. */
  void copy(int from, int count, double[] into) {
    vectors.copy(from * size, into, 0, count * size);
  }
}
