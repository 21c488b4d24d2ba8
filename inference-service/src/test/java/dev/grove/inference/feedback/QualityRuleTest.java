package dev.grove.inference.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QualityRuleTest {
  private static final QualityRule RULE = new QualityRule(0.01, 0.02, 0.1);

  private static Baseline baseline(String json) throws IOException {
    return Baseline.of(new ObjectMapper().readTree(json));
  }

  private static Tally classes(int rows, int right) {
    Tally tally = new Tally(Instant.EPOCH);
    for (int i = 0; i < rows; i++) {
      tally.addClass(i < right, i < right ? 0.8 : 0.1);
    }
    return tally;
  }

  private static Tally numbers(int rows, double spread) {
    Tally tally = new Tally(Instant.EPOCH);
    Random random = new Random(1);
    for (int i = 0; i < rows; i++) {
      tally.addNumber(spread * random.nextGaussian());
    }
    return tally;
  }

  @Test
  void accuracyMustFallNoticeablyAndSurely() throws IOException {
    Baseline baseline =
        baseline(
            """
            {"splits": {"validation": {"rows": 10, "accuracy": 0.1},
                        "test": {"rows": 5000, "accuracy": 0.9, "logLoss": 0.3}}}""");
    assertThat(baseline.split()).isEqualTo("test");
    assertThat(RULE.judge(classes(1_000, 900), baseline, true)).isEqualTo(QualityState.STABLE);
    assertThat(RULE.judge(classes(1_000, 950), baseline, true)).isEqualTo(QualityState.STABLE);
    assertThat(RULE.judge(classes(1_000, 850), baseline, true)).isEqualTo(QualityState.DEGRADED);
    assertThat(RULE.judge(classes(100, 86), baseline, true))
        .as("may be chance")
        .isEqualTo(QualityState.STABLE);
    assertThat(RULE.judge(classes(100_000, 88_500), baseline, true))
        .as("too little")
        .isEqualTo(QualityState.STABLE);
  }

  @Test
  void errorsMustRiseNoticeablyAndSurely() throws IOException {
    Baseline baseline =
        baseline("{\"splits\": {\"test\": {\"rows\": 5000, \"rmse\": 2.0, \"mae\": 1.6}}}");
    assertThat(RULE.judge(numbers(1_000, 2), baseline, false)).isEqualTo(QualityState.STABLE);
    assertThat(RULE.judge(numbers(1_000, 2.5), baseline, false)).isEqualTo(QualityState.DEGRADED);
    assertThat(RULE.judge(numbers(1_000, 1), baseline, false)).isEqualTo(QualityState.STABLE);
    assertThat(RULE.judge(numbers(10, 2.5), baseline, false)).isEqualTo(QualityState.STABLE);
    assertThat(RULE.judge(numbers(1_000, 2), baseline, true)).isEqualTo(QualityState.NO_BASELINE);
  }

  @Test
  void bundlesMayTellNothing() throws IOException {
    assertThat(baseline("{}")).isNull();
    assertThat(baseline("{\"splits\": {\"test\": {\"rows\": 0}}}")).isNull();
    assertThat(baseline("{\"splits\": {\"validation\": {\"rows\": 5}}}").split())
        .isEqualTo("validation");
  }
}
