package dev.grove.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipAnswerTest {
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate, gzip", "br;q=1.0, GZIP;q=0.5", "*", "gzip ; q=1"})
  void acceptsGzip(String header) {
    assertThat(GzipAnswer.accepts(header)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "gzip;q=0", "gzip; q=0.0", "gzipped", "br"})
  void doesNot(String header) {
    assertThat(GzipAnswer.accepts(header)).isFalse();
  }

  @Test
  void noHeaderIsNoGzip() {
    assertThat(GzipAnswer.accepts(null)).isFalse();
  }
}
