package dev.grove.inference.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyPlaceTest {
  private static final int KEYS = 100_000;

  /** Chi-square of 20 bins: with 19 degrees of freedom, 0.999 of all draws lie below 43.8. */
  @Test
  void keysSpreadEvenly() {
    for (String model : List.of("adult", "products")) {
      int[] bins = new int[20];
      for (int key = 0; key < KEYS; key++) {
        bins[(int) (KeyPlace.of(model, "customer-" + key) * bins.length)]++;
      }
      double expected = (double) KEYS / bins.length;
      double chiSquare = 0;
      for (int bin : bins) {
        chiSquare += (bin - expected) * (bin - expected) / expected;
      }
      assertThat(chiSquare).isLessThan(43.8);
    }
  }

  @Test
  void sharesAreMetAndClientsStay() {
    TrafficRule tenth = rule(90, 10);
    TrafficRule fifth = rule(80, 20);
    int canaries = 0;
    for (int key = 0; key < KEYS; key++) {
      double place = KeyPlace.of("m", "k" + key);
      assertThat(KeyPlace.of("m", "k" + key)).isEqualTo(place);
      if (tenth.route(place).equals("challenger")) {
        canaries++;
        assertThat(fifth.route(place))
            .as("a larger share keeps its clients")
            .isEqualTo("challenger");
      }
    }
    // Binomial: the standard deviation is 95; four of them on each side.
    assertThat(canaries).isBetween(10_000 - 380, 10_000 + 380);
  }

  private static TrafficRule rule(int champion, int challenger) {
    return new TrafficRule(
        List.of(
            new TrafficRule.Share("champion", champion),
            new TrafficRule.Share("challenger", challenger)),
        null,
        null);
  }

  @Test
  void anAliasWithoutWeightGetsNothing() {
    TrafficRule rule = rule(0, 1);
    for (double place : new double[] {0, 0.5, Math.nextDown(1.0)}) {
      assertThat(rule.route(place)).isEqualTo("challenger");
    }
    assertThat(rule(1, 0).route(Math.nextDown(1.0))).isEqualTo("champion");
  }
}
