package dev.grove.bundle.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Row;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReferenceBuilderTest {
  private static final int ROWS = 8_000;

  private final ReferenceProfile profile = Shop.profile(ROWS, 3_000, 7);

  private ColumnReference of(String column) {
    return profile.watched().stream()
        .filter(watched -> watched.column().equals(column))
        .findFirst()
        .orElseThrow();
  }

  private ColumnReference.Numbers numbers(String column) {
    return (ColumnReference.Numbers) of(column);
  }

  @Test
  void watchesEveryColumnAndTheAnswers() {
    assertThat(profile.rows()).isEqualTo(ROWS);
    assertThat(profile.heldOutRows()).isEqualTo(3_000);
    assertThat(profile.inputs())
        .extracting(ColumnReference::column)
        .containsExactly(
            "price",
            "discount",
            "brand",
            "seller",
            "title",
            "title",
            "title",
            "in_stock",
            "listed");
    assertThat(profile.inputs())
        .extracting(ColumnReference::rows)
        .as("what is new is counted in rows that tell nothing of what is known")
        .containsExactly(8_000L, 8_000L, 8_000L, 4_000L, 8_000L, 8_000L, 4_000L, 8_000L, 8_000L);
    assertThat(profile.prediction().rows()).isEqualTo(3_000);
    assertThat(profile.confidence().rows()).isEqualTo(3_000);
  }

  @Test
  void dividesNumbersIntoBinsOfAboutEqualCounts() {
    ColumnReference.Numbers price = numbers("price");
    List<Long> counts = price.counts();
    assertThat(price.uppers()).isSorted().hasSize(NumberBins.QUANTILES + 1);
    assertThat(counts.subList(1, NumberBins.QUANTILES + 1))
        .allSatisfy(count -> assertThat(count).isBetween(395L, 405L));
    assertThat(counts.get(0)).isZero();
    assertThat(counts.get(NumberBins.QUANTILES + 1)).as("above the largest").isZero();
    assertThat(counts.get(NumberBins.QUANTILES + 2)).as("missing").isZero();
  }

  @Test
  void givesRepeatedValuesABinOfTheirOwn() {
    ColumnReference.Numbers discount = numbers("discount");
    NumberBins bins = discount.bins();
    assertThat(bins.cell(-0.0)).isEqualTo(bins.cell(0)).isNotEqualTo(bins.cell(-Double.MIN_VALUE));
    assertThat(bins.cell(1)).isNotEqualTo(bins.cell(0));
    assertThat(discount.counts().get(bins.cell(0)) / (double) ROWS).isCloseTo(0.9, within(0.02));
  }

  @Test
  void countsCategoriesAndWhatIsMissing() {
    ColumnReference.Categories brand = (ColumnReference.Categories) of("brand");
    assertThat(brand.values()).containsExactly("Acme", "Globex", "Initech", "Umbrella");
    CategoryCells cells = brand.cells();
    assertThat(brand.counts().get(cells.missing()) / (double) ROWS).isCloseTo(0.05, within(0.01));
    assertThat(brand.counts().get(cells.other())).isZero();
    assertThat(brand.counts().get(cells.unseen())).isZero();
    assertThat(cells.cell("Acme")).isZero();
    assertThat(cells.cell("acme")).isEqualTo(cells.unseen());
    assertThat(brand.seen()).isNull();
    assertThat(((ColumnReference.Categories) of("in_stock")).values())
        .containsExactly("true", "false");
  }

  @Test
  void expectsAsManyUnseenValuesAsNewRowsHave() {
    ColumnReference.Categories seller = (ColumnReference.Categories) of("seller");
    CategoryCells cells = seller.cells();
    assertThat(seller.values()).hasSize(ColumnProfiler.MOST_VALUES);
    double expected = seller.counts().get(cells.unseen()) / (double) seller.rows();
    assertThat(expected).isGreaterThan(0.02);
    SplittableRandom random = new SplittableRandom(99);
    int unseen = 0;
    for (int i = 0; i < 20_000; i++) {
      unseen += cells.cell(Shop.row(random).text(3)) == cells.unseen() ? 1 : 0;
    }
    assertThat(unseen / 20_000.0).isCloseTo(expected, within(0.01));
  }

  @Test
  void measuresTextsByLengthWordsAndNewWords() {
    ColumnReference.Numbers newWords =
        (ColumnReference.Numbers)
            profile.inputs().stream()
                .filter(
                    watched ->
                        watched instanceof ColumnReference.Numbers numbers
                            && numbers.measure() == Measure.NEW_WORDS)
                .findFirst()
                .orElseThrow();
    CellFinder finder = new CellFinder(profile, Shop.INPUT, Shop.LABELS);
    int[] cells = new int[finder.watched().size()];
    int place = profile.inputs().indexOf(newWords);
    Row row = Shop.row(new SplittableRandom(1));
    row.setText(4, "NICE thing for HOUSE and garden");
    finder.locate(row, cells);
    assertThat(cells[place] - finder.offset(place)).isEqualTo(newWords.bins().cell(0));
    row.setText(4, "quelque chose d'absolument nouveau");
    finder.locate(row, cells);
    assertThat(cells[place] - finder.offset(place)).isEqualTo(newWords.bins().cell(1));
    row.setText(4, null);
    finder.locate(row, cells);
    for (int i = place - 2; i <= place; i++) {
      assertThat(cells[i]).isEqualTo(finder.offset(i + 1) - 1);
    }
  }

  @Test
  void findsTheCellThatTheReferenceCountedIn() {
    CellFinder finder = new CellFinder(profile, Shop.INPUT, Shop.LABELS);
    long[] counts = new long[finder.cells()];
    int[] cells = new int[finder.watched().size()];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < ROWS; i++) {
      finder.locate(Shop.row(random), cells);
      for (int k = 0; k < profile.inputs().size(); k++) {
        counts[cells[k]]++;
      }
    }
    long[] reference = finder.referenceCounts();
    for (int k = 0; k < profile.inputs().size(); k++) {
      boolean leftOut =
          profile.inputs().get(k) instanceof ColumnReference.Numbers numbers
                  && numbers.measure() == Measure.NEW_WORDS
              || profile.inputs().get(k).column().equals("seller");
      for (int cell = finder.offset(k); !leftOut && cell < finder.offset(k + 1); cell++) {
        assertThat(counts[cell]).as("cell %d of %d", cell, k).isEqualTo(reference[cell]);
      }
    }
    finder.locateClass(1, 0.75, cells);
    int prediction = profile.inputs().size();
    assertThat(cells[prediction])
        .isBetween(finder.offset(prediction), finder.offset(prediction + 1) - 1);
    assertThat(cells[prediction + 1]).isGreaterThan(finder.offset(prediction + 1));
    finder.locateClass(2, Double.NaN, cells);
    assertThat(cells[prediction] - finder.offset(prediction)).as("never predicted").isEqualTo(3);
    assertThat(cells[prediction + 1]).isEqualTo(finder.cells() - 1);
  }

  @Test
  void learnsThresholdsThatNewRowsRarelyExceed() {
    CellFinder finder = new CellFinder(profile, Shop.INPUT, Shop.LABELS);
    SplittableRandom random = new SplittableRandom(1234);
    long[] counts = new long[finder.cells()];
    int[] cells = new int[finder.watched().size()];
    for (int i = 0; i < 2_000; i++) {
      finder.locate(Shop.row(random), cells);
      for (int k = 0; k < profile.inputs().size(); k++) {
        counts[cells[k]]++;
      }
    }
    int price = 0;
    long[] of = Arrays.copyOfRange(counts, finder.offset(price), finder.offset(price + 1));
    long[] reference = numbers("price").counts().stream().mapToLong(Long::longValue).toArray();
    Thresholds thresholds = numbers("price").thresholds();
    assertThat(thresholds.chunkRows()).isEqualTo(2_000);
    assertThat(Effects.shift(reference, of, numbers("price").ordered()))
        .isLessThan(thresholds.shift());
    assertThat(Effects.shape(reference, of)).isLessThan(thresholds.shape());
    assertThat(thresholds.shift()).isLessThan(0.08);
    assertThat(thresholds.scale(500)).isCloseTo(2, within(1e-12));
    assertThat(thresholds.scale(10_000)).isEqualTo(1);
  }

  @Test
  void dependsOnTheSeedAlone() {
    assertThat(Shop.profile(ROWS, 3_000, 7)).isEqualTo(profile);
    assertThat(Shop.profile(ROWS, 3_000, 8)).isNotEqualTo(profile);
  }

  @Test
  void addsProfilesOfTheSameBins() {
    ReferenceProfile twice = profile.plus(profile);
    assertThat(twice.rows()).isEqualTo(2 * ROWS);
    assertThat(twice.inputs().get(0).rows()).isEqualTo(2 * ROWS);
    assertThat(twice.prediction().counts().get(0))
        .isEqualTo(2 * profile.prediction().counts().get(0));
    assertThatThrownBy(() -> profile.plus(Shop.profile(ROWS, 3_000, 8)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> profile.plus(Shop.profile(ROWS, 0, 7)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void samplesWhatWouldNotFit() {
    InputSchema wide =
        new InputSchema(
            IntStream.range(0, 2_000)
                .mapToObj(i -> new Column("c" + i, ColumnType.DOUBLE))
                .toList(),
            Cleaning.DEFAULT);
    ReferenceBuilder builder = ReferenceProfile.builder(wide, Shop.VALUE, 1);
    Row row = wide.newRow();
    for (int i = 0; i < 20_000; i++) {
      row.setText(0, Integer.toString(i));
      builder.row(row);
      builder.predictedNumber(i);
    }
    ReferenceProfile sampled = builder.build();
    ColumnReference.Numbers first = (ColumnReference.Numbers) sampled.inputs().get(0);
    assertThat(sampled.rows()).isEqualTo(20_000);
    assertThat(first.rows()).isBetween(2_000L, 19_999L);
    assertThat(first.uppers().get(10)).isCloseTo(10_000, within(600.0));
    assertThat(sampled.inputs().get(1).counts())
        .as("all missing")
        .containsExactly(0L, first.rows());
    assertThat(sampled.prediction()).isInstanceOf(ColumnReference.Numbers.class);
    assertThat(sampled.confidence()).isNull();
    CellFinder finder = new CellFinder(sampled, wide, Shop.VALUE);
    int[] cells = new int[finder.watched().size()];
    finder.locateNumber(-5, cells);
    assertThat(cells[2_000]).isEqualTo(finder.offset(2_000));
  }

  @Test
  void takesNoRowsAtAll() {
    ReferenceProfile empty = ReferenceProfile.builder(Shop.INPUT, Shop.LABELS, 1).build();
    assertThat(empty.prediction()).isNull();
    CellFinder finder = new CellFinder(empty, Shop.INPUT, Shop.LABELS);
    int[] cells = new int[finder.watched().size()];
    finder.locate(Shop.row(new SplittableRandom(1)), cells);
    finder.locateClass(0, 0.5, cells);
    assertThat(finder.referenceCounts()).containsOnly(0);
  }

  @Test
  void refusesAnotherModelsReference() {
    InputSchema other =
        new InputSchema(List.of(new Column("price", ColumnType.STRING)), Cleaning.DEFAULT);
    assertThatThrownBy(() -> profile.check(other, Shop.LABELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs: 'price' is string");
    assertThatThrownBy(() -> profile.check(Shop.INPUT, Shop.VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prediction: does not suit the task regression");
    Labels labels = Shop.LABELS;
    ReferenceProfile reference =
        new ReferenceProfile(
            1,
            1,
            List.of(
                new ColumnReference.Categories(
                    "nothing",
                    List.of(),
                    null,
                    List.of(0L, 0L, 1L),
                    new Thresholds(1, null, 1, 1))),
            null,
            null);
    assertThatThrownBy(() -> reference.check(Shop.INPUT, labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs: the input has no column 'nothing'");
  }
}
