package dev.grove.inference.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyFieldTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"id\":\"a\"} | a",
        "{\"x\":{\"id\":1},\"id\":7.50} | 7.50",
        "{\"x\":[1,{\"id\":2}],\"id\":true} | true",
        "{\"id\":\"k\",broken | k",
        "{\"id\":null} |",
        "{\"id\":{}} |",
        "{\"other\":1} |",
        "[{\"id\":1}] |",
        "{\"x\":1,, |",
        "nothing |",
        "'' |",
      })
  void findsTheFieldOfARow(String body, String expected) {
    assertThat(BodyField.find(body.getBytes(StandardCharsets.UTF_8), "id").orElse(null))
        .isEqualTo(expected);
  }
}
