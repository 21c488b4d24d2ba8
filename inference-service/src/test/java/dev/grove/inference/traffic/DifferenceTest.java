package dev.grove.inference.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.inference.Bundles;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private static final ModelBundle PRODUCTS = Bundles.products(1);

  private static Prediction.Classification products(double... raw) {
    return (Prediction.Classification)
        Prediction.of(PRODUCTS.labels(), PRODUCTS.forest().objective(), raw);
  }

  @Test
  void ofTheAnsweredLabel() {
    Prediction.Classification first = products(1, 0, 0);
    Prediction.Classification close = products(0.9, 0, 0);
    Difference agreed = Difference.of(first, close);
    assertThat(agreed.agreed()).isTrue();
    assertThat(agreed.outcome()).isEqualTo("agreed");
    assertThat(agreed.absolute()).isEqualTo(first.probability(0) - close.probability(0));
    Difference differed = Difference.of(first, products(0, 5, 0));
    assertThat(differed.agreed()).isFalse();
    assertThat(differed.absolute()).isBetween(0.5, 0.6);
  }

  @Test
  void aLabelThatTheOtherDoesNotHaveIsImprobable() {
    ModelBundle labels = Bundles.labels(1);
    Prediction yesOrNo =
        Prediction.of(labels.labels(), labels.forest().objective(), new double[] {3});
    Prediction.Classification first = products(1, 0, 0);
    assertThat(Difference.of(first, yesOrNo).absolute()).isEqualTo(first.confidence());
  }

  @Test
  void ofNumbers() {
    Difference difference =
        Difference.of(new Prediction.Regression(1), new Prediction.Regression(-1.5));
    assertThat(difference).isEqualTo(new Difference(2.5, null));
    assertThat(difference.outcome()).isEqualTo("compared");
    assertThat(Difference.of(new Prediction.Ranking(1), new Prediction.Ranking(1)).absolute())
        .isZero();
  }

  @Test
  void whatCannotBeComparedIsNot() {
    Prediction number = new Prediction.Regression(1);
    assertThat(Difference.of(number, new Prediction.Ranking(1))).isNull();
    assertThat(Difference.of(products(1, 0, 0), number)).isNull();
    assertThat(Difference.of(number, new Prediction.Regression(Double.NaN))).isNull();
  }

  @Test
  void aHistogramOfThem() {
    Differences differences = new Differences();
    for (double each : new double[] {0, 1e-9, 0.015, 0.02, 5_000}) {
      differences.add(each);
    }
    long[] counts = differences.counts();
    assertThat(counts[0]).isEqualTo(2);
    assertThat(counts[5]).as("up to 0.02").isEqualTo(2);
    assertThat(counts[Differences.BOUNDS.length]).isEqualTo(1);
    assertThat(differences.largest()).isEqualTo(5_000);
    assertThat(differences.mean()).isCloseTo(1_000.007, within(1e-3));
  }
}
