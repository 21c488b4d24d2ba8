package dev.grove.entrance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
  @Test
  void aProperIdIsKept() {
    assertThat(RequestIds.orNext("az.AZ_09-")).isEqualTo("az.AZ_09-");
    assertThat(RequestIds.orNext("x".repeat(128))).hasSize(128);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "a b", "a\nb", "é", "a/b", "${jndi:x}"})
  void anImproperOneIsReplaced(String given) {
    assertThat(RequestIds.orNext(given)).matches("[0-9a-f]{32}").isNotEqualTo(RequestIds.next());
  }

  @Test
  void aLongOneIsReplaced() {
    assertThat(RequestIds.orNext("x".repeat(129))).hasSize(32);
  }
}
