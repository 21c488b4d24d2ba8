package dev.grove.bundle.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Murmur3Test {
  private final Murmur3 hash = new Murmur3();

  /** Published vectors of MurmurHash3_x86_32 with seed 0. */
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "a, 3c2569b2",
    "abc, b3dd93fa",
    "test, ba6bd213",
    "hello, 248bfa47",
    "'hello, world', 149bbb7f",
    "'Hello, world!', c0363e43",
    "The quick brown fox jumps over the lazy dog, 2e4ff723"
  })
  void matchesPublishedVectors(String text, String expected) {
    hash.reset().putText(text, 0, text.length());
    assertThat(Integer.toHexString(hash.hash())).isEqualTo(expected);
  }

  /** Bytes that are no text: from the reference implementation's documented vectors. */
  @Test
  void matchesPublishedVectorsOfBytes() {
    assertThat(ofBytes(0xff, 0xff, 0xff, 0xff)).isEqualTo(0x76293b50);
    assertThat(ofBytes(0x21, 0x43, 0x65, 0x87)).isEqualTo(0xf55b516b);
    assertThat(ofBytes(0x21, 0x43, 0x65)).isEqualTo(0x7e4a8634);
    assertThat(ofBytes(0x21, 0x43)).isEqualTo(0xa0f7b07a);
    assertThat(ofBytes(0x21)).isEqualTo(0x72661cf4);
    assertThat(ofBytes(0, 0, 0, 0)).isEqualTo(0x2362f9de);
    assertThat(ofBytes(0, 0, 0)).isEqualTo(0x85f0b427);
    assertThat(ofBytes(0, 0)).isEqualTo(0x30f4c306);
    assertThat(ofBytes(0)).isEqualTo(0x514e28b7);
  }

  @Test
  void hashesTextsAsTheirUtf8Bytes() {
    Random random = new Random(5);
    int[] alphabet = {'a', 0x7f, 0x80, 0x7ff, 0x800, 0xffff, 0x10000, 0x10ffff, 0xd800, 0xdfff};
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n > 0; n--) {
        text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      hash.reset().putText(text.toString(), 0, text.length());
      int streamed = hash.hash();
      hash.reset();
      for (byte octet : bytes) {
        hash.putByte(octet);
      }
      assertThat(streamed).isEqualTo(hash.hash());
      assertThat(Murmur3.utf8Length(text.toString())).isEqualTo(bytes.length);
    }
  }

  private int ofBytes(int... octets) {
    hash.reset();
    for (int octet : octets) {
      hash.putByte(octet);
    }
    return hash.hash();
  }
}
