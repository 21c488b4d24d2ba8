package dev.grove.inference.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.inference.Refused;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadlineTest {
  private static final long NOW = -5;

  private static Deadline of(String... headers) {
    Map<String, String> map = new java.util.HashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], headers[i + 1]);
    }
    return Deadline.of(map::get, NOW);
  }

  @Test
  void noHeaderNoDeadline() {
    assertThat(of()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "X-Grove-Deadline-Ms, 250, 250000000",
    "X-Grove-Deadline-Ms, 0, 0",
    "grpc-timeout, 100m, 100000000",
    "grpc-timeout, 2S, 2000000000",
    "grpc-timeout, 7u, 7000",
    "grpc-timeout, 7n, 7",
    "grpc-timeout, 1M, 60000000000",
    "grpc-timeout, 1H, 3600000000000",
    "grpc-timeout, 99999999H, 31536000000000000",
    "x-envoy-expected-rq-timeout-ms, 15, 15000000"
  })
  void eachHeaderTellsOne(String header, String value, long nanos) {
    assertThat(of(header, value).remainingNanos(NOW)).isEqualTo(nanos);
  }

  @Test
  void theNearestCounts() {
    Deadline deadline =
        of(
            "X-Grove-Deadline-Ms", "300",
            "grpc-timeout", "200m",
            "x-envoy-expected-rq-timeout-ms", "250");
    assertThat(deadline.remainingNanos(NOW)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(200));
    assertThat(deadline.isPast(NOW)).isFalse();
    assertThat(deadline.isPast(NOW + TimeUnit.MILLISECONDS.toNanos(200))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "123456789", " 5", "5ms"})
  void grovesOwnMustBeANumber(String value) {
    assertThatThrownBy(() -> of("X-Grove-Deadline-Ms", value))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.field()).isEqualTo("X-Grove-Deadline-Ms"));
  }

  @ParameterizedTest
  @CsvSource({
    "grpc-timeout, m",
    "grpc-timeout, 100",
    "grpc-timeout, 123456789m",
    "grpc-timeout, ''",
    "grpc-timeout, -1S",
    "x-envoy-expected-rq-timeout-ms, never",
    "x-envoy-expected-rq-timeout-ms, 0"
  })
  void whatGatewaysWriteIsPassedOver(String header, String value) {
    assertThat(of(header, value)).isNull();
  }
}
