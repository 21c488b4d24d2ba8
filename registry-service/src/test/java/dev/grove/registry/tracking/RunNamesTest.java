package dev.grove.registry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RunNamesTest {
  @Test
  void areReadableAndSeeded() {
    assertThat(RunNames.random(new Random(7)))
        .matches("[a-z]+-[a-z]+-\\d{1,3}")
        .isEqualTo(RunNames.random(new Random(7)));
  }
}
