package dev.grove.inference.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestsTest {
  /** Sums of exact fractions. */
  @ParameterizedTest
  @CsvSource({
    "20, 20000, 12, 2000, 2.466418870330196e-05",
    "0, 5000, 6, 1000, 4.2333304307750225e-05",
    "1000, 20000, 40, 2000, 3.4349882613647756e-11",
    "10000, 20000, 1150, 2000, 1.7092758177912428e-10"
  })
  void fishersTestIsExact(
      long ofReference, long reference, long ofCurrent, long current, double expected) {
    assertThat(Tests.cell(ofReference, reference, ofCurrent, current))
        .isCloseTo(expected, Percentage.withPercentage(1e-5));
  }

  @Test
  void cellsThatSayNothingAreNotUnlikely() {
    assertThat(Tests.cell(0, 100, 0, 50)).isEqualTo(1);
    assertThat(Tests.cell(100, 100, 50, 50)).isEqualTo(1);
    assertThat(Tests.cell(0, 0, 5, 50)).isEqualTo(1);
    assertThat(Tests.cell(500, 1_000, 500, 1_000)).isEqualTo(1);
    assertThat(Tests.cell(100, 1_000, 119, 1_000)).isBetween(0.17, 0.18);
  }

  @Test
  void kolmogorovsTestHasItsKnownQuantiles() {
    // Q(1.3581) = 0.05 and Q(1.6276) = 0.01 in the limit.
    long rows = 2_000_000;
    double root = Math.sqrt(rows / 2.0);
    assertThat(Tests.kolmogorov(1.3581 / root, rows, rows)).isCloseTo(0.05, within(1e-3));
    assertThat(Tests.kolmogorov(1.6276 / root, rows, rows)).isCloseTo(0.01, within(1e-3));
    assertThat(Tests.kolmogorov(0, 10, 10)).isEqualTo(1);
    assertThat(Tests.kolmogorov(1, 0, 10)).isEqualTo(1);
    assertThat(Tests.kolmogorov(1, 1_000, 1_000)).isZero();
  }

  @Test
  void chiSquareHasItsKnownQuantiles() {
    // Two cells of equal samples: (a - b)² / (a + b), twice.
    long[] left = {10_000, 10_000};
    long[] right = {10_196, 9_804};
    double statistic = 196.0 * 196 / 20_196 + 196.0 * 196 / 19_804;
    assertThat(statistic).isCloseTo(3.8419, within(1e-3));
    assertThat(Tests.chiSquare(left, right)).isCloseTo(0.05, within(1e-4));
    assertThat(Tests.chiSquare(left, left)).isEqualTo(1);
    assertThat(Tests.chiSquare(left, new long[] {0, 0})).isEqualTo(1);
  }

  @Test
  void chiSquareTakesRareCellsTogether() {
    long[] reference = {100_000, 10, 10, 10, 10};
    assertThat(Tests.chiSquare(reference, new long[] {2_000, 1, 0, 1, 0})).isEqualTo(1);
    assertThat(Tests.chiSquare(new long[] {1_000, 100, 100}, new long[] {70, 1, 1}))
        .isBetween(1e-5, 0.01);
  }
}
