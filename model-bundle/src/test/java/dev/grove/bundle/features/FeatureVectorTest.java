package dev.grove.bundle.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FeatureVectorTest {
  @Test
  void isZeroWhereNothingWasSet() {
    FeatureVector vector = new FeatureVector(3);

    assertThat(vector.size()).isEqualTo(3);
    assertThat(vector.touched()).isZero();
    assertThat(vector.toArray()).containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void addsFromZeroOrFromWhatWasSet() {
    FeatureVector vector = new FeatureVector(4);

    vector.add(2, 1.5);
    vector.add(2, 2);
    vector.set(1, 4);
    vector.add(1, -4);

    assertThat(vector.get(2)).isEqualTo(3.5);
    assertThat(vector.get(1)).isZero();
    assertThat(vector.touched()).isEqualTo(2);
  }

  @Test
  void touchesWithZeroAndNaN() {
    FeatureVector vector = new FeatureVector(3);

    vector.set(2, 0);
    vector.set(0, Double.NaN);
    vector.set(0, Double.NaN);

    assertThat(vector.touched()).isEqualTo(2);
    assertThat(vector.get(0)).isNaN();
    vector.sortTouched();
    assertThat(vector.touchedIndex(0)).isZero();
    assertThat(vector.touchedIndex(1)).isEqualTo(2);
  }

  @Test
  void copiesItsValues() {
    FeatureVector vector = new FeatureVector(1);
    double[] copy = vector.toArray();

    copy[0] = 5;

    assertThat(vector.get(0)).isZero();
  }

  @Test
  void refusesPlacesOutsideAndLeavesNoMark() {
    FeatureVector vector = new FeatureVector(70);

    assertThatThrownBy(() -> vector.set(70, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> vector.add(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> vector.touchedIndex(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> new FeatureVector(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThat(vector.touched()).isZero();
  }

  @Test
  void remembersAsAMapDoes() {
    Random random = new Random(7);
    FeatureVector vector = new FeatureVector(1000);
    for (int round = 0; round < 200; round++) {
      TreeMap<Integer, Double> expected = new TreeMap<>();
      int changes = random.nextInt(400);
      for (int i = 0; i < changes; i++) {
        int place = random.nextInt(1000);
        double value = random.nextInt(5) - 2;
        if (random.nextBoolean()) {
          vector.set(place, value);
          expected.put(place, value);
        } else {
          vector.add(place, value);
          expected.merge(place, value, Double::sum);
        }
      }
      vector.sortTouched();

      int[] touched = new int[vector.touched()];
      Arrays.setAll(touched, vector::touchedIndex);
      assertThat(touched).containsExactly(expected.keySet().stream().mapToInt(i -> i).toArray());
      double[] dense = new double[1000];
      expected.forEach((place, value) -> dense[place] = value);
      assertThat(vector.toArray()).containsExactly(dense);

      vector.clear();
      assertThat(vector.touched()).isZero();
      assertThat(vector.toArray()).containsOnly(0.0);
    }
  }
}
