package dev.grove.data.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SortedNumbersTest {
  @Test
  void quantilesAndMeanAreThoseOfTheWholeList() {
    Random random = new Random(3);
    for (int round = 0; round < 50; round++) {
      double[] values = new double[1 + random.nextInt(400)];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(60) / 4.0 - 5;
      }
      Arrays.sort(values);
      SortedNumbers numbers = new SortedNumbers(values.length);
      for (int i = 0; i < values.length; ) {
        int next = i;
        while (next < values.length && values[next] == values[i]) {
          next++;
        }
        numbers.add(values[i], next - i);
        i = next;
      }
      assertThat(numbers.mean())
          .isCloseTo(Arrays.stream(values).average().orElseThrow(), within(1e-12));
      assertThat(numbers.distinct()).isEqualTo(Arrays.stream(values).distinct().count());
      numbers
          .quantiles()
          .forEach(
              (probability, value) -> {
                double place = (values.length - 1) * Double.parseDouble(probability);
                int below = (int) place;
                int above = Math.min(below + 1, values.length - 1);
                double expected = values[below] + (place - below) * (values[above] - values[below]);
                assertThat(value).as(probability).isCloseTo(expected, within(1e-12));
              });
    }
  }

  @Test
  void nothingOverflows() {
    SortedNumbers numbers = new SortedNumbers(4);
    numbers.add(-Double.MAX_VALUE, 1);
    numbers.add(Double.MAX_VALUE, 3);
    assertThat(numbers.mean()).isFinite().isCloseTo(Double.MAX_VALUE / 2, within(1e300));
    assertThat(numbers.quantiles().values()).allSatisfy(value -> assertThat(value).isFinite());
  }

  @Test
  void noNumbersHaveNoMean() {
    SortedNumbers none = new SortedNumbers(0);
    assertThat(none.mean()).isNull();
    assertThat(none.quantiles()).isNull();
    assertThat(none.distinct()).isZero();
  }

  @Test
  void labelsSortByCodePoint() {
    assertThat(CodePoints.compare("\uFF5E", "\uD83D\uDE00")).isNegative();
    assertThat(CodePoints.compare("<=50K", ">50K")).isNegative();
  }
}
