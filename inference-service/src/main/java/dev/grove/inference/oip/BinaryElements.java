package dev.grove.inference.oip;

import dev.grove.inference.Refused;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/** Reads tensors in Triton's binary form: little-endian, row-major, without padding. */
final class BinaryElements {
  private static final int FIRST_CAPACITY = 256;

  private BinaryElements() {}

  /**
   * @param bytes exactly the tensor's
   */
  static Elements read(ByteBuffer bytes, String name, Datatype datatype, Shape shape) {
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    if (datatype == Datatype.BYTES) {
      return texts(bytes, name, shape);
    }
    long expected = (long) shape.count() * datatype.size();
    if (bytes.limit() != expected) {
      throw Refused.invalid(
          Words.tensor(name)
              + ": binary_data_size is "
              + bytes.limit()
              + ", but the shape "
              + shape
              + " of "
              + datatype
              + " takes "
              + expected
              + " bytes");
    }
    if (datatype == Datatype.BOOL) {
      return flags(bytes, name);
    }
    return datatype.isReal()
        ? new RealBytes(datatype, bytes, shape.count())
        : wholes(bytes, datatype, shape.count());
  }

  private static Elements flags(ByteBuffer bytes, String name) {
    BitSet values = new BitSet(bytes.limit());
    for (int i = 0; i < bytes.limit(); i++) {
      byte value = bytes.get(i);
      if (value != 0 && value != 1) {
        throw Refused.invalid(Words.tensor(name) + ", element " + i + ": BOOL takes 0 and 1");
      }
      values.set(i, value == 1);
    }
    return new Flags(values, new BitSet(), bytes.limit());
  }

  private static Elements wholes(ByteBuffer bytes, Datatype datatype, int count) {
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      int at = i * datatype.size();
      values[i] =
          switch (datatype) {
            case INT8 -> bytes.get(at);
            case UINT8 -> Byte.toUnsignedInt(bytes.get(at));
            case INT16 -> bytes.getShort(at);
            case UINT16 -> Short.toUnsignedInt(bytes.getShort(at));
            case INT32 -> bytes.getInt(at);
            case UINT32 -> Integer.toUnsignedLong(bytes.getInt(at));
            default -> bytes.getLong(at);
          };
    }
    return new Wholes(values, new BitSet(), datatype == Datatype.UINT64, count);
  }

  private static Elements texts(ByteBuffer bytes, String name, Shape shape) {
    int[] starts = new int[Math.min(shape.count(), FIRST_CAPACITY)];
    int at = 0;
    for (int i = 0; i < shape.count(); i++) {
      if (bytes.limit() - at < Integer.BYTES) {
        throw Refused.invalid(
            Words.tensor(name)
                + ": the binary data ends after "
                + i
                + " of the "
                + shape.count()
                + " elements that the shape "
                + shape
                + " stands for");
      }
      long length = Integer.toUnsignedLong(bytes.getInt(at));
      at += Integer.BYTES;
      if (length > Math.min(bytes.limit() - at, WireJson.LONGEST_TEXT)) {
        throw Refused.invalid(
            Words.tensor(name)
                + ", element "
                + i
                + ": its length, "
                + length
                + " bytes, exceeds "
                + (length > WireJson.LONGEST_TEXT
                    ? WireJson.LONGEST_TEXT + " bytes"
                    : "the tensor's binary data"));
      }
      if (i == starts.length) {
        starts = Arrays.copyOf(starts, (int) Math.min(shape.count(), i * 2L));
      }
      starts[i] = at;
      at += (int) length;
    }
    if (at != bytes.limit()) {
      throw Refused.invalid(
          Words.tensor(name)
              + ": the binary data goes on after its "
              + shape.count()
              + " elements");
    }
    return new TextBytes(name, bytes, starts, shape.count());
  }
}
