package dev.grove.bundle.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.grove.bundle.BundleJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSpecTest {
  private static FeatureSpec parse(String json) {
    try {
      return FeatureSpec.ofJson(BundleJson.mapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void fillsInDefaults() {
    FeatureSpec spec =
        parse(
            """
            {"features": [
              {"kind": "numeric", "column": "a"},
              {"kind": "category", "column": "b"},
              {"kind": "hash", "column": "c"},
              {"kind": "cross", "columns": ["a", "b"]},
              {"kind": "text", "column": "d"},
              {"kind": "text", "column": "d", "analyzer": "char_wb"},
              {"kind": "text_stats", "column": "d"}]}
            """);
    assertThat(spec.features())
        .containsExactly(
            new Feature.Numeric("a", "none", "nan"),
            new Feature.Category("b"),
            new Feature.Hash("c", 1_024),
            new Feature.Cross(List.of("a", "b"), 10, 1_024),
            new Feature.Text("d", "word", 1, 2, 4_096, true),
            new Feature.Text("d", "char_wb", 3, 5, 16_384, true),
            new Feature.TextStats("d", List.of()));
    assertThat(FeatureSpec.ofJson(spec.toJson())).isEqualTo(spec);
  }

  @Test
  void letsTheUnnamedEndOfARangeGiveWay() {
    assertThat(new Feature.Text("d", "word", 3, null, null, null).ngramMax()).isEqualTo(3);
    assertThat(new Feature.Text("d", "char_wb", null, 2, null, null).ngramMin()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kind':'hash','column':'a','buckets':0} | features[1].buckets: 0 is outside 1 to 1048576",
        "{'kind':'hash'} | features[1].column: is missing",
        "{'kind':'hash','column':null} | features[1].column: is missing",
        "{'kind':'numeric','column':'a','transform':'sqrt'} | features[1].transform: 'sqrt' is none of none, log1p, epoch_days, hour, day_of_week",
        "{'kind':'numeric','column':'a','missing':'mean'} | features[1].missing: 'mean' is none of nan, median",
        "{'kind':'cross','columns':['a','a']} | features[1].columns: 'a' stands twice",
        "{'kind':'cross'} | features[1].columns: is missing",
        "{'kind':'cross','columns':['a','b'],'bins':1} | features[1].bins: 1 is outside 2 to 255",
        "{'kind':'text','column':'a','ngramMin':3,'ngramMax':2} | features[1].ngramMin: 3 is above ngramMax, which is 2",
        "{'kind':'text','column':'a','ngramMax':0} | features[1].ngramMax: 0 is outside 1 to 10",
        "null | features[1]: is missing",
      })
  void namesIndexFieldAndReason(String feature, String message) {
    assertThatThrownBy(() -> parse(specWith(feature)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kind':'magic','column':'a'} | features[1]: | unknown kind 'magic'",
        "{'column':'a'} | features[1]: | 'kind' is missing",
        "{'kind':'hash','column':'a','bucket':5} | features[1].bucket: | unknown field; known are buckets, column",
        "{'kind':'hash','column':'a','buckets':1.5} | features[1].buckets: | must be a whole number",
        "{'kind':'hash','column':'a','buckets':'5'} | features[1].buckets: | must be a whole number",
        "{'kind':'hash','column':'a','buckets':99999999999} | features[1].buckets: | 99999999999",
        "{'kind':'hash','column':5} | features[1].column: | must be a text",
        "{'kind':'text','column':'a','lowercase':'yes'} | features[1].lowercase: | must be true or false",
        "{'kind':'cross','columns':['a',null]} | features[1]: | null",
        "5 | features[1]: | kind",
      })
  void namesThePlaceOfMalformedJson(String feature, String place, String reason) {
    assertThatThrownBy(() -> parse(specWith(feature)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(place)
        .hasMessageContaining(reason)
        .hasMessageNotContainingAny("dev.grove", "java.");
  }

  @Test
  void refusesSpecsWithoutFeatures() {
    assertThatThrownBy(() -> parse("{}")).hasMessage("features: is missing");
    assertThatThrownBy(() -> parse("null")).hasMessage("features: is missing");
    assertThatThrownBy(() -> parse("[]")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> parse("{\"features\":{}}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String specWith(String feature) {
    return "{\"features\":[{\"kind\":\"category\",\"column\":\"x\"},"
        + feature.replace('\'', '"')
        + "]}";
  }
}
