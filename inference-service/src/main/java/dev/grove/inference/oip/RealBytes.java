package dev.grove.inference.oip;

import dev.grove.bundle.Row;
import java.nio.ByteBuffer;

/** Floating-point numbers in their binary form, decoded when they are asked for. */
record RealBytes(Datatype datatype, ByteBuffer bytes, int count) implements Numbers {
  private static final int HALF_SIGN = 0x8000;
  private static final int HALF_EXPONENT = 0x1F;
  private static final int HALF_FRACTION = 0x3FF;
  private static final double SMALLEST_HALF = 0x1p-24;

  @Override
  public void fill(Row row, int column, int index) {
    row.setNumber(column, at(index));
  }

  @Override
  public void copy(int from, double[] into, int at, int length) {
    switch (datatype) {
      case FP64 -> bytes.asDoubleBuffer().get(from, into, at, length);
      case FP32 -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = bytes.getFloat((from + i) << 2);
        }
      }
      default -> {
        for (int i = 0; i < length; i++) {
          into[at + i] = at(from + i);
        }
      }
    }
  }

  private double at(int index) {
    return switch (datatype) {
      case FP64 -> bytes.getDouble(index << 3);
      case FP32 -> bytes.getFloat(index << 2);
      case BF16 -> Float.intBitsToFloat(bytes.getShort(index << 1) << 16);
      default -> half(bytes.getShort(index << 1));
    };
  }

  /** IEEE 754 binary16, which Java knows from 20 on. */
  private static double half(int bits) {
    int exponent = (bits >> 10) & HALF_EXPONENT;
    int fraction = bits & HALF_FRACTION;
    double size;
    if (exponent == HALF_EXPONENT) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      size = fraction * SMALLEST_HALF;
    } else {
      size = (fraction + HALF_FRACTION + 1) * Math.scalb(SMALLEST_HALF, exponent - 1);
    }
    return (bits & HALF_SIGN) == 0 ? size : -size;
  }
}
