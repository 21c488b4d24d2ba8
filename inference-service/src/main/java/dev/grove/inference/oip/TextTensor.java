package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

final class TextTensor extends OutputTensor {
  /** Gives a row's texts. */
  interface Source {
    void put(Scored row, String[] into, int at);
  }

  private final Source source;
  private final String[] values;

  /** Few texts come again and again. */
  private final Map<String, byte[]> utf8 = new HashMap<>();

  TextTensor(Output output, Source source, int width, int rows, boolean binary) {
    super(output, width, binary);
    this.source = source;
    this.values = new String[rows * width];
  }

  @Override
  void put(int row, Scored scored) {
    source.put(scored, values, row * width());
  }

  @Override
  Datatype datatype() {
    return Datatype.BYTES;
  }

  @Override
  int rows() {
    return values.length / width();
  }

  @Override
  void writeData(JsonGenerator json) throws IOException {
    for (String value : values) {
      json.writeString(value);
    }
  }

  @Override
  int binarySize() {
    long size = 0;
    for (String value : values) {
      size += Integer.BYTES + utf8(value).length;
    }
    return Math.toIntExact(size);
  }

  @Override
  void writeBinary(ByteBuffer into) {
    for (String value : values) {
      byte[] bytes = utf8(value);
      into.putInt(bytes.length).put(bytes);
    }
  }

  private byte[] utf8(String value) {
    return utf8.computeIfAbsent(value, text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
