package dev.grove.local.predict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.api.Prediction;
import org.junit.jupiter.api.Test;

class ScoreTest {
  private static Prediction label(String label) {
    return new Prediction(label, 0.9, null, "m", "1");
  }

  @Test
  void accuracyCountsUnpredictedRowsAsWrong() {
    Score score = new Score(false);
    score.add("a", label("a"));
    score.add("a", label("b"));
    score.add("a", null);
    score.add("01", label("1"));

    assertThat(score.line()).isEqualTo("accuracy: 0.5000");
  }

  @Test
  void rmseCountsWhatHasBothNumbers() {
    Score score = new Score(true);
    score.add("3", new Prediction(null, null, 0.0, "m", "1"));
    score.add("1e0", new Prediction(null, null, 5.0, "m", "1"));
    score.add("dear", new Prediction(null, null, 5.0, "m", "1"));
    score.add("7", null);

    assertThat(score.line()).isEqualTo("rmse: 3.53553");
  }

  @Test
  void labelsMatchAsTheirTypesDo() {
    assertThat(Truth.is("TRUE", "true")).isTrue();
    assertThat(Truth.is("1.0", "1")).isTrue();
    assertThat(Truth.is("+7", "7")).isTrue();
    assertThat(Truth.is("Yes", "yes")).isFalse();
    assertThat(Truth.is("7", "seven")).isFalse();
    assertThat(Truth.is("7", "8")).isFalse();
  }

  @Test
  void truthsLoseTheirBlanks() {
    assertThat(Truth.clean("\u00a0 <=50K\t\ufeff")).isEqualTo("<=50K");
    assertThat(Truth.clean(" ? ")).isNull();
    assertThat(Truth.clean("")).isNull();
  }
}
