package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Writes a response: its JSON, and the binary data of those outputs that want it so. */
final class InferAnswerWriter {
  private static final int FIRST_SIZE = 1_024;

  private InferAnswerWriter() {}

  static InferAnswer write(ServedModel model, String id, List<OutputTensor> outputs, int rows) {
    byte[] json = json(model, id, outputs);
    if (outputs.stream().noneMatch(OutputTensor::isBinary)) {
      return new InferAnswer(json, -1, rows);
    }
    long size = json.length;
    for (OutputTensor output : outputs) {
      size += output.isBinary() ? output.binarySize() : 0;
    }
    if (size > Integer.MAX_VALUE - Long.BYTES) {
      throw Refused.tooLarge("The response would be too large; send fewer rows");
    }
    byte[] body = Arrays.copyOf(json, (int) size);
    ByteBuffer binary = ByteBuffer.wrap(body).position(json.length).order(ByteOrder.LITTLE_ENDIAN);
    outputs.stream().filter(OutputTensor::isBinary).forEach(each -> each.writeBinary(binary));
    return new InferAnswer(body, json.length, rows);
  }

  private static byte[] json(ServedModel model, String id, List<OutputTensor> outputs) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(FIRST_SIZE);
    try (JsonGenerator json = WireJson.FACTORY.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("model_name", model.name());
      json.writeStringField("model_version", model.version());
      if (id != null) {
        json.writeStringField("id", id);
      }
      json.writeArrayFieldStart("outputs");
      for (OutputTensor output : outputs) {
        output.write(json);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
