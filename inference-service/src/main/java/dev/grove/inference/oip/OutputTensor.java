package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An output that takes shape row by row. */
abstract sealed class OutputTensor permits NumberTensor, TextTensor {
  private final Output output;
  private final int width;
  private final boolean binary;

  /**
   * @param width values a row
   * @param binary whether the data follows the JSON
   */
  OutputTensor(Output output, int width, boolean binary) {
    this.output = output;
    this.width = width;
    this.binary = binary;
  }

  /**
   * @param classification how many of the highest values to name; 0 for the values themselves
   */
  static OutputTensor of(Output output, int classification, int rows, boolean binary) {
    if (classification > 0) {
      if (output.labels().isEmpty()) {
        throw Refused.invalid("Output " + Words.quoted(output.name()) + " has no classes to name");
      }
      int width = Math.min(classification, output.width());
      return new TextTensor(output, new HighestClasses(output, width), width, rows, binary);
    }
    if (output.source() instanceof Output.TextSource source) {
      return new TextTensor(output, (row, into, at) -> into[at] = source.of(row), 1, rows, binary);
    }
    return new NumberTensor(output, (Output.NumberSource) output.source(), rows, binary);
  }

  abstract void put(int row, Scored scored);

  abstract Datatype datatype();

  abstract int rows();

  abstract void writeData(JsonGenerator json) throws IOException;

  /** Called once, after all rows. */
  abstract int binarySize();

  abstract void writeBinary(ByteBuffer into);

  final int width() {
    return width;
  }

  final boolean isBinary() {
    return binary;
  }

  /** The tensor's JSON object, with its data unless that follows as binary data. */
  final void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", output.name());
    json.writeStringField("datatype", datatype().name());
    json.writeArrayFieldStart("shape");
    json.writeNumber(rows());
    if (output.width() > 0) {
      json.writeNumber(width);
    }
    json.writeEndArray();
    if (binary) {
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", binarySize());
      json.writeEndObject();
    } else {
      json.writeArrayFieldStart("data");
      writeData(json);
      json.writeEndArray();
    }
    json.writeEndObject();
  }
}
