package dev.grove.inference.fallback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.inference.Bundles;
import dev.grove.inference.admission.Deadline;
import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.PromotedVersion;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerChainTest {
  private static final ModelBundle PLAIN = Bundles.products(1);
  private static final ModelBundle WITH_FALLBACK = Bundles.withFallback(PLAIN, 9);
  private static final FallbackRule NEVER = FallbackRule.NEVER;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicBoolean severe = new AtomicBoolean();

  /** Each look at the clock takes so long: forests do, as it were. */
  private final AtomicLong step = new AtomicLong();

  private final AtomicLong now = new AtomicLong(1_000);

  private AnswerChain chain(FallbackRule rule) {
    return new AnswerChain(
        new FallbackRules(rule),
        List.of(model -> severe.get()),
        new FallbackMeters(meters),
        () -> now.addAndGet(step.get()));
  }

  private static ServedModel served(ModelBundle bundle) {
    return new ServedModel(
        new PromotedVersion("m", "champion", "7", Instant.EPOCH), "digest", bundle, Instant.EPOCH);
  }

  private static Scratch row(ServedModel model) {
    Scratch scratch = model.borrow();
    scratch.clear();
    scratch.row().setText(2, "50");
    return scratch;
  }

  private static Given ask(AnswerChain chain, ServedModel model, Deadline deadline) {
    return chain.answer(model, row(model), deadline);
  }

  private static double[] probabilities(Prediction prediction) {
    Prediction.Classification classes = (Prediction.Classification) prediction;
    double[] values = new double[classes.classes()];
    for (int i = 0; i < values.length; i++) {
      values[i] = classes.probability(i);
    }
    return values;
  }

  private static double[] ofModel(ModelBundle bundle) {
    return probabilities(row(served(bundle)).predict());
  }

  private static double[] ofFallback(ModelBundle bundle) {
    Scratch scratch = row(served(bundle));
    scratch.encode();
    return probabilities(scratch.scoreFallback());
  }

  private double counted(String by, String why) {
    Counter counter =
        meters
            .find("grove.fallback.answers")
            .tags("model", "m", "version", "7", "served_by", by, "reason", why)
            .counter();
    return counter == null ? 0 : counter.count();
  }

  @Test
  void theModelAnswersWhereItCan() {
    ServedModel model = served(WITH_FALLBACK);
    Given given = ask(chain(NEVER), model, null);
    assertThat(given.servedBy()).isEqualTo(ServedBy.MODEL);
    assertThat(probabilities(given.prediction())).isEqualTo(ofModel(PLAIN));
    assertThat(ask(chain(NEVER), model, new Deadline(now.get() + 1)).servedBy())
        .isEqualTo(ServedBy.MODEL);
    assertThat(meters.getMeters()).isEmpty();
  }

  @Test
  void theFallbackAnswersForAModelThatThrows() {
    ServedModel model = served(Bundles.thatThrows(WITH_FALLBACK));
    Given given = ask(chain(NEVER), model, null);
    assertThat(given.servedBy()).isEqualTo(ServedBy.FALLBACK);
    assertThat(probabilities(given.prediction()))
        .isEqualTo(ofFallback(WITH_FALLBACK))
        .isNotEqualTo(ofModel(PLAIN));
    assertThat(counted("fallback", "failure")).isEqualTo(1);
  }

  @Test
  void withoutAFallbackAFailureIsAFailure() {
    ServedModel model = served(Bundles.thatThrows(PLAIN));
    assertThatThrownBy(() -> ask(chain(NEVER), model, null))
        .isInstanceOf(IllegalArgumentException.class);
    Deadline past = new Deadline(now.get() - 1);
    assertThat(ask(chain(NEVER), served(PLAIN), past).servedBy()).isEqualTo(ServedBy.MODEL);
  }

  @Test
  void aDeadlineThatTheModelWouldMissGoesToWhoCanKeepIt() {
    ServedModel model = served(WITH_FALLBACK);
    AnswerChain chain = chain(NEVER);
    step.set(1_000_000);
    ask(chain, model, null);
    assertThat(model.pace().nanos()).isEqualTo(1_000_000);
    step.set(0);
    Deadline near = new Deadline(now.get() + 500_000);
    assertThat(ask(chain, model, near).servedBy()).isEqualTo(ServedBy.FALLBACK);
    assertThat(counted("fallback", "deadline")).isEqualTo(1);
    Deadline far = new Deadline(now.get() + 2_000_000);
    assertThat(ask(chain, model, far).servedBy()).isEqualTo(ServedBy.MODEL);
  }

  @Test
  void wherePastDeadlinesLeaveNothingThePriorAnswers() {
    ServedModel model = served(WITH_FALLBACK);
    Given given = ask(chain(NEVER), model, new Deadline(now.get() - 1));
    assertThat(given.servedBy()).isEqualTo(ServedBy.PRIOR);
    assertThat(probabilities(given.prediction())).containsExactly(3 / 6.0, 2 / 6.0, 1 / 6.0);
    assertThat(counted("prior", "deadline")).isEqualTo(1);
  }

  /** One slow moment must not shut a model out for ever. */
  @Test
  void aModelThatSeemedSlowIsTriedAgain() {
    ServedModel model = served(WITH_FALLBACK);
    AnswerChain chain = chain(NEVER);
    step.set(50_000_000);
    ask(chain, model, null);
    step.set(0);
    int others = 0;
    while (ask(chain, model, new Deadline(now.get() + 1_000_000)).servedBy() != ServedBy.MODEL) {
      others++;
      assertThat(others).isLessThan(1_000);
    }
    assertThat(others).isGreaterThan(100);
  }

  @Test
  void pausesOfTheProcessAreHardlyMeasured() {
    ServedModel model = served(WITH_FALLBACK);
    for (int i = 0; i < 100; i++) {
      model.pace().took(30_000);
    }
    model.pace().took(80_000_000);
    assertThat(model.pace().nanos()).isLessThan(40_000);
  }

  @Test
  void underSevereDriftTheRuleTellsWhoAnswers() {
    ServedModel model = served(WITH_FALLBACK);
    severe.set(true);
    assertThat(ask(chain(NEVER), model, null).servedBy()).isEqualTo(ServedBy.MODEL);
    FallbackRule forest = new FallbackRule(UnderDrift.FALLBACK, 0);
    assertThat(ask(chain(forest), model, null).servedBy()).isEqualTo(ServedBy.FALLBACK);
    assertThat(counted("fallback", "drift")).isEqualTo(1);
    FallbackRule prior = new FallbackRule(UnderDrift.PRIOR, 0);
    assertThat(ask(chain(prior), model, null).servedBy()).isEqualTo(ServedBy.PRIOR);
    assertThat(ask(chain(prior), served(PLAIN), null).servedBy()).isEqualTo(ServedBy.MODEL);
    severe.set(false);
    assertThat(ask(chain(forest), model, null).servedBy()).isEqualTo(ServedBy.MODEL);
  }

  @Test
  void whoIsUnsureGivesWayOnlyToWhoIsNot() {
    double main = best(ofModel(PLAIN));
    ModelBundle surer = Bundles.withFallback(PLAIN, 40);
    double other = best(ofFallback(surer));
    assertThat(other).isGreaterThan(main);
    FallbackRule between = new FallbackRule(UnderDrift.MODEL, (main + other) / 2);
    assertThat(ask(chain(between), served(surer), null).servedBy()).isEqualTo(ServedBy.FALLBACK);
    assertThat(counted("fallback", "confidence")).isEqualTo(1);
    FallbackRule below = new FallbackRule(UnderDrift.MODEL, main);
    assertThat(ask(chain(below), served(surer), null).servedBy()).isEqualTo(ServedBy.MODEL);
    FallbackRule above = new FallbackRule(UnderDrift.MODEL, 1);
    ServedModel model = served(surer);
    Scratch scratch = row(model);
    Given given = chain(above).answer(model, scratch, null);
    if (other < 1) {
      assertThat(given.servedBy()).isEqualTo(ServedBy.MODEL);
      Scratch alone = row(served(PLAIN));
      alone.predict();
      assertThat(scratch.rawScores()).isEqualTo(alone.rawScores());
    }
  }

  private static double best(double[] probabilities) {
    double best = 0;
    for (double probability : probabilities) {
      best = Math.max(best, probability);
    }
    return best;
  }

  @Test
  void aNumbersPriorIsItsMean() {
    ServedModel values = served(Bundles.thatThrows(Bundles.withFallback(Bundles.values(1), 3)));
    Given given = ask(chain(NEVER), values, new Deadline(now.get() - 1));
    assertThat(given).isEqualTo(new Given(new Prediction.Regression(2.5), ServedBy.PRIOR));
  }

  @Test
  void aRuleIsAProbability() {
    assertThatThrownBy(() -> new FallbackRule(UnderDrift.MODEL, 1.5))
        .hasMessageContaining("below-confidence");
    assertThatThrownBy(() -> new FallbackRule(UnderDrift.MODEL, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
