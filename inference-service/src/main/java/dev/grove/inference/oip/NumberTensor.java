package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;

final class NumberTensor extends OutputTensor {
  private final Output.NumberSource source;
  private final double[] values;

  NumberTensor(Output output, Output.NumberSource source, int rows, boolean binary) {
    super(output, output.values(), binary);
    this.source = source;
    this.values = new double[rows * output.values()];
  }

  @Override
  void put(int row, Scored scored) {
    source.put(scored, values, row * width());
  }

  @Override
  Datatype datatype() {
    return Datatype.FP64;
  }

  @Override
  int rows() {
    return values.length / width();
  }

  /** What is no number, or infinite, is null: JSON has no words for it. */
  @Override
  void writeData(JsonGenerator json) throws IOException {
    for (double value : values) {
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        json.writeNull();
      } else {
        json.writeNumber(value);
      }
    }
  }

  @Override
  int binarySize() {
    return values.length * Double.BYTES;
  }

  @Override
  void writeBinary(ByteBuffer into) {
    into.asDoubleBuffer().put(values);
    into.position(into.position() + binarySize());
  }
}
