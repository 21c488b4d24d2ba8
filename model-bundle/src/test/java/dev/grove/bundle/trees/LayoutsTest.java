package dev.grove.bundle.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.features.FeatureVector;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;

class LayoutsTest {
  private static final Forest FOREST =
      Forest.parse(new WrittenModel(1, 2, "").stump(1, 2).categoricalStump("1 5", 1).text());

  private static final List<FeatureVector> ROWS = List.of(new FeatureVector(2));

  /** Feature 0 is compared with thresholds in one tree and with categories in the other. */
  @Test
  void keepsPlainTreesWhereAFeatureIsBothNumberAndCategory() {
    assertThat(FOREST.layouts()).hasOnlyElementsOfType(PlainTrees.class);
    assertThat(FOREST.fastestFor(ROWS)).isSameAs(FOREST);
  }

  @Test
  void packsNodesAsIntsWhereTheySuffice() {
    assertThat(steps(new WrittenModel(1, 2, "").stump(1, 2).text()))
        .isInstanceOf(NumericSteps.class);
    assertThat(steps(HostileTexts.chain(500))).isInstanceOf(NumericSteps.class);
    assertThat(steps(new WrittenModel(1, 2, "").categoricalStump("1 5", 1).text()))
        .isInstanceOf(MixedSteps.class);
    assertThat(steps(HostileTexts.chain(200_000))).isInstanceOf(MixedSteps.class);
  }

  @Test
  void choosesByTheClock() {
    Forest forest = Forest.parse(new WrittenModel(1, 2, "").stump(1, 2).stump(-1, 0).text());
    assertThat(forest.layout()).isInstanceOf(BitVectors.class);
    assertThat(fastest(forest, timing(100, 50))).isInstanceOf(PackedTrees.class);
    assertThat(fastest(forest, timing(100, 95))).isInstanceOf(BitVectors.class);
    assertThat(fastest(forest, timing(50, 100))).isInstanceOf(BitVectors.class);
  }

  @Test
  void aForestLaidOutAnewScoresTheSame() {
    Forest forest = Forest.parse(new WrittenModel(1, 2, "").stump(1, 2).stump(-1, 0).text());
    assertThat(forest.fastestFor(List.of())).isSameAs(forest);
    double[] scores = new double[1];
    forest.fastestFor(ROWS).scorer().rawScores(new double[] {0.5, 0}, scores);
    assertThat(scores).containsExactly(0);
  }

  @Test
  void wantsRowsThatFit() {
    Scorer scorer = FOREST.scorer();
    assertThatThrownBy(() -> scorer.rawScores(new double[3], new double[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scorer.rawScores(new FeatureVector(2), new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scorer.rawScores(new double[5], 2, new double[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> scorer.leaves(new double[2], new int[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Steps steps(String text) {
    return Forest.parse(text).layouts().stream()
        .filter(PackedTrees.class::isInstance)
        .map(layout -> ((PackedTrees) layout).steps())
        .findAny()
        .orElseThrow();
  }

  private static Layout fastest(Forest forest, LongSupplier clock) {
    return Layouts.fastest(forest.layouts().subList(0, 2), forest.trees(), ROWS, clock);
  }

  /** A clock by which layouts take their turns at these nanoseconds a row. */
  private static LongSupplier timing(long first, long second) {
    AtomicLong calls = new AtomicLong();
    AtomicLong now = new AtomicLong();
    return () -> {
      // Each turn asks at its start and after its only row.
      long call = calls.getAndIncrement();
      return call % 2 == 0 ? now.get() : now.addAndGet(call % 4 == 1 ? first : second);
    };
  }
}
