package dev.grove.inference.oip;

import dev.grove.inference.Refused;
import java.math.BigInteger;

/** What a tensor's elements are. */
enum Datatype {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  BF16(2),
  FP32(4),
  FP64(8),
  /** Texts, each of a length of its own. */
  BYTES(0);

  private static final int HALF_FRACTION = 10;
  private static final int HALF_SMALLEST_EXPONENT = -14;
  private static final double HALF_LARGEST = 65_504;
  private static final int BRAIN_FRACTION = 7;
  private static final double BRAIN_LARGEST = 0x1.FEp127;

  private final int size;

  Datatype(int size) {
    this.size = size;
  }

  /**
   * @param tensor whose datatype it is, for the refusal
   */
  static Datatype of(String name, String tensor) {
    for (Datatype datatype : values()) {
      if (datatype.name().equals(name)) {
        return datatype;
      }
    }
    throw Refused.invalid(
        Words.tensor(tensor) + ": the datatype " + Words.quoted(name) + " is unknown");
  }

  /** Bytes an element; 0 if they differ. */
  int size() {
    return size;
  }

  boolean isReal() {
    return this == FP16 || this == BF16 || this == FP32 || this == FP64;
  }

  /** The nearest number that the datatype, a real one, has. */
  double nearest(double value) {
    return switch (this) {
      case FP16 -> nearest(value, HALF_FRACTION, HALF_SMALLEST_EXPONENT, HALF_LARGEST);
      case BF16 -> nearest(value, BRAIN_FRACTION, Float.MIN_EXPONENT, BRAIN_LARGEST);
      case FP32 -> (float) value;
      default -> value;
    };
  }

  /** Whether a whole datatype has the number. */
  boolean holds(BigInteger value) {
    return switch (this) {
      case UINT8, UINT16, UINT32, UINT64 -> value.signum() >= 0 && value.bitLength() <= 8 * size;
      default -> value.bitLength() < 8 * size;
    };
  }

  /** Whether a whole datatype has the number. */
  boolean holds(long value) {
    return switch (this) {
      case UINT64 -> value >= 0;
      case INT64 -> true;
      case UINT8, UINT16, UINT32 -> value >= 0 && value >> (8 * size) == 0;
      default -> value << (64 - 8 * size) >> (64 - 8 * size) == value;
    };
  }

  private static double nearest(double value, int fraction, int smallest, double largest) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return value;
    }
    double unit = Math.scalb(1.0, Math.max(Math.getExponent(value), smallest) - fraction);
    double rounded = Math.rint(value / unit) * unit;
    return Math.abs(rounded) > largest ? Math.copySign(Double.POSITIVE_INFINITY, value) : rounded;
  }
}
