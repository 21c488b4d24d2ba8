package dev.grove.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.grove.inference.Refused;
import dev.grove.inference.predict.PredictOptions.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PredictOptionsTest {
  @Test
  void nothingAskedIsNothing() {
    assertThat(PredictOptions.parse(null, Place.ROW)).isEqualTo(PredictOptions.NONE);
    assertThat(PredictOptions.parse("", Place.ENCODING)).isEqualTo(PredictOptions.NONE);
    assertThat(PredictOptions.parse("rawScores=false&onError=report", Place.BATCH))
        .isEqualTo(PredictOptions.NONE);
  }

  @Test
  void whatIsAskedIsUnderstood() {
    assertThat(PredictOptions.parse("topK=3&rawScores=true", Place.ROW))
        .isEqualTo(new PredictOptions(3, true, false, false));
    assertThat(PredictOptions.parse("on%45rror=fail&top%4B=10000", Place.BATCH))
        .isEqualTo(new PredictOptions(10_000, false, false, true));
  }

  @ParameterizedTest
  @CsvSource({
    "topK=0,ROW,topK",
    "topK=-1,ROW,topK",
    "topK=+1,ROW,topK",
    "topK=10001,BATCH,topK",
    "topK=99999999999,BATCH,topK",
    "topK=1.0,ROW,topK",
    "topK=,ROW,topK",
    "topK,ROW,topK",
    "topK=٣,ROW,topK",
    "topK=1&topK=1,ROW,topK",
    "rawScores=1,ROW,rawScores",
    "rawScores=True,ROW,rawScores",
    "rawScores,ROW,rawScores",
    "contributions=yes,BATCH,contributions",
    "contributions=true&contributions=true,ROW,contributions",
    "rawscores=true,ROW,rawscores",
    "onError=fail,ROW,onError",
    "onError=ignore,BATCH,onError",
    "topK=1,ENCODING,topK",
    "explain=true,ROW,explain",
    "%zz=1,ROW,",
    "topK=%,ROW,"
  })
  void whatIsNotUnderstoodIsNamed(String query, Place place, String field) {
    Refused refused =
        catchThrowableOfType(Refused.class, () -> PredictOptions.parse(query, place));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(Refused.Code.INVALID_INPUT);
    assertThat(refused.field()).isEqualTo(field);
  }

  @Test
  void longNamesAreCut() {
    Refused refused =
        catchThrowableOfType(
            Refused.class, () -> PredictOptions.parse("x".repeat(5_000) + "=1", Place.ROW));
    assertThat(refused.getMessage()).hasSizeLessThan(200);
  }
}
