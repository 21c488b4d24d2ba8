package dev.grove.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DatatypeTest {
  private static double decoded(Datatype datatype, int bits) {
    ByteBuffer bytes = Wire.buffer(2).putShort(0, (short) bits);
    double[] value = new double[1];
    new RealBytes(datatype, bytes, 1).copy(0, value, 0, 1);
    return value[0];
  }

  @ParameterizedTest
  @EnumSource(
      value = Datatype.class,
      names = {"FP16", "BF16"})
  void allNumbersOfTwoBytesAreTheirOwnNearest(Datatype datatype) {
    for (int bits = 0; bits < 1 << 16; bits++) {
      double value = decoded(datatype, bits);
      assertThat(Double.valueOf(datatype.nearest(value))).isEqualTo(Double.valueOf(value));
    }
  }

  /** What numpy's float16 makes of the same bits. */
  @ParameterizedTest
  @CsvSource({
    "0x0000, 0.0",
    "0x8000, -0.0",
    "0x0001, 5.960464477539063E-8",
    "0x03FF, 6.097555160522461E-5",
    "0x0400, 6.103515625E-5",
    "0x3C00, 1.0",
    "0x3555, 0.333251953125",
    "0xC000, -2.0",
    "0x7BFF, 65504.0",
    "0x7C00, Infinity",
    "0xFC00, -Infinity",
    "0x7E00, NaN"
  })
  void halfPrecisionIsDecoded(String bits, double value) {
    assertThat(Double.valueOf(decoded(Datatype.FP16, Integer.decode(bits))))
        .isEqualTo(Double.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource({
    "FP16, 65519.99, 65504",
    "FP16, 65520, Infinity",
    "FP16, -1e300, -Infinity",
    "FP16, 2049, 2048",
    "FP16, 2051, 2052",
    "FP16, 2.98e-8, 0",
    "FP16, 2.99e-8, 5.960464477539063E-8",
    "BF16, 257, 256",
    "BF16, 259, 260",
    "BF16, 3.4e38, Infinity",
    "FP32, 0.1, 0.10000000149011612",
    "FP64, 0.1, 0.1"
  })
  void numbersAreRoundedToTheNearest(Datatype datatype, double value, double nearest) {
    assertThat(datatype.nearest(value)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, -128, 127",
    "INT16, -32768, 32767",
    "INT32, -2147483648, 2147483647",
    "INT64, -9223372036854775808, 9223372036854775807",
    "UINT8, 0, 255",
    "UINT16, 0, 65535",
    "UINT32, 0, 4294967295",
    "UINT64, 0, 18446744073709551615"
  })
  void wholeNumbersHaveTheirRange(Datatype datatype, BigInteger smallest, BigInteger largest) {
    assertThat(datatype.holds(smallest)).isTrue();
    assertThat(datatype.holds(largest)).isTrue();
    assertThat(datatype.holds(smallest.subtract(BigInteger.ONE))).isFalse();
    assertThat(datatype.holds(largest.add(BigInteger.ONE))).isFalse();
    assertThat(datatype.holds(smallest.longValue())).isTrue();
    if (datatype.size() < Long.BYTES) {
      assertThat(datatype.holds(largest.longValueExact() + 1)).isFalse();
      assertThat(datatype.holds(smallest.longValueExact() - 1)).isFalse();
    }
  }

  @Test
  void largeUnsignedNumbersAreRoundedOnce() {
    long[] values = {-1, Long.MIN_VALUE, Long.MIN_VALUE + 1025, -1025};
    double[] doubles = new double[values.length];
    new Wholes(values, new BitSet(), true, values.length).copy(0, doubles, 0, values.length);
    for (int i = 0; i < values.length; i++) {
      assertThat(doubles[i])
          .isEqualTo(new BigInteger(Long.toUnsignedString(values[i])).doubleValue());
    }
  }
}
