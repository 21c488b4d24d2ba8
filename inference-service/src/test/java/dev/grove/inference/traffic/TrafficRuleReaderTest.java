package dev.grove.inference.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.inference.Refused;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrafficRuleReaderTest {
  @Test
  void whatIsWrittenIsRead() throws Exception {
    TrafficRule rule =
        new TrafficRule(
            List.of(new TrafficRule.Share("champion", 90), new TrafficRule.Share("ch:a/ü", 10)),
            "customer id",
            new TrafficRule.Shadow("next", 0.25));
    String json = new ObjectMapper().writeValueAsString(TrafficRuleJson.of(rule));
    assertThat(TrafficRuleReader.read(json)).isEqualTo(rule);
    TrafficRule shadow = new TrafficRule(List.of(), null, new TrafficRule.Shadow("next", 1));
    assertThat(TrafficRuleReader.read("{\"shadow\":{\"alias\":\"next\"}}")).isEqualTo(shadow);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | routes",
        "{\"routes\":[]} | routes",
        "{\"routes\":{}} | routes",
        "{\"routes\":[1]} | routes[0]",
        "{\"routes\":[{\"weight\":1}]} | routes[0].alias",
        "{\"routes\":[{\"alias\":\" \",\"weight\":1}]} | routes[0].alias",
        "{\"routes\":[{\"alias\":\"a\"}]} | routes[0].weight",
        "{\"routes\":[{\"alias\":\"a\",\"weight\":-1}]} | routes[0].weight",
        "{\"routes\":[{\"alias\":\"a\",\"weight\":1.5}]} | routes[0].weight",
        "{\"routes\":[{\"alias\":\"a\",\"weight\":99999999999}]} | routes[0].weight",
        "{\"routes\":[{\"alias\":\"a\",\"weight\":\"1\"}]} | routes[0].weight",
        "{\"routes\":[{\"alias\":\"a\",\"weight\":0}]} | routes",
        "{\"routes\":[{\"alias\":\"a\",\"weight\":1},{\"alias\":\"a\",\"weight\":1}]}"
            + " | routes[1].alias",
        "{\"routes\":[{\"alias\":\"a\",\"weight\":1,\"x\":1}]} | routes[0].x",
        "{\"route\":[]} | route",
        "{\"shadow\":1} | shadow",
        "{\"shadow\":{\"alias\":\"a\",\"sample\":0}} | shadow.sample",
        "{\"shadow\":{\"alias\":\"a\",\"sample\":1.1}} | shadow.sample",
        "{\"shadow\":{\"alias\":\"a\",\"sample\":\"1\"}} | shadow.sample",
        "{\"shadow\":{\"alias\":\"a\"},\"key\":\"c\"} | key",
        "{\"shadow\":{\"alias\":\"a\"},\"key\":{}} | key.column",
      })
  void whatIsWrongIsNamed(String json, String field) {
    assertThatThrownBy(() -> TrafficRuleReader.read(json))
        .isInstanceOfSatisfying(
            Refused.class,
            e -> {
              assertThat(e.code()).isEqualTo(Refused.Code.INVALID_INPUT);
              assertThat(e.field()).isEqualTo(field);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"x", "[]", "null", "''", "{\"shadow\":null,\"shadow\":null}", "{} {}"})
  void whatIsNoRuleIsRefused(String text) {
    assertThatThrownBy(() -> TrafficRuleReader.read(text)).isInstanceOf(Refused.class);
  }

  @Test
  void longAndDeepTextsAreRefused() {
    assertThatThrownBy(() -> TrafficRuleReader.read(" ".repeat(4_001))).isInstanceOf(Refused.class);
    assertThatThrownBy(() -> TrafficRuleReader.read("[".repeat(3_999))).isInstanceOf(Refused.class);
  }
}
