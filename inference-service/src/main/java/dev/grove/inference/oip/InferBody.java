package dev.grove.inference.oip;

import dev.grove.inference.Refused;
import java.nio.ByteBuffer;

/**
 * A body of JSON, and of tensors' binary data in the order of the inputs.
 *
 * @param jsonLength how much of it is JSON
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record InferBody(byte[] bytes, int jsonLength) {
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  /**
   * @param jsonLength the header, or null where all of the body is JSON
   */
  static InferBody of(byte[] bytes, String jsonLength) {
    if (jsonLength == null) {
      return new InferBody(bytes, bytes.length);
    }
    int length;
    try {
      length = Integer.parseInt(jsonLength.strip());
    } catch (NumberFormatException e) {
      throw Refused.invalid(JSON_LENGTH + " " + Words.quoted(jsonLength) + " is no length");
    }
    if (length < 0 || length > bytes.length) {
      throw Refused.invalid(
          JSON_LENGTH + " is " + length + ", but the body has " + bytes.length + " bytes");
    }
    return new InferBody(bytes, length);
  }

  /** A part of the binary data, as a view of its own. */
  ByteBuffer binary(int from, int length) {
    return ByteBuffer.wrap(bytes, jsonLength + from, length).slice();
  }

  int binaryLength() {
    return bytes.length - jsonLength;
  }
}
