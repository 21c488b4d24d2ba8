package dev.grove.inference.traffic;

import dev.grove.bundle.Row;
import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.PredictionObserver;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Keeps the share of answered rows that a model's rule asks for, for its shadow. What there is no
 * room for is dropped and counted; the answer never waits.
 */
final class ShadowObserver implements PredictionObserver {
  private final TrafficRules rules;
  private final ShadowQueue queue;
  private final TrafficMeters meters;
  private final Supplier<RandomGenerator> random;

  /**
   * @param random the calling thread's
   */
  ShadowObserver(
      TrafficRules rules,
      ShadowQueue queue,
      TrafficMeters meters,
      Supplier<RandomGenerator> random) {
    this.rules = rules;
    this.queue = queue;
    this.meters = meters;
    this.random = random;
  }

  @Override
  public void answered(AnsweredRow answered) {
    String model = answered.model().name();
    ModelTraffic traffic = rules.find(model).orElse(null);
    if (traffic == null || traffic.rule() == null || traffic.rule().shadow() == null) {
      return;
    }
    double sample = traffic.rule().shadow().sample();
    if (sample < 1 && random.get().nextDouble() >= sample) {
      return;
    }
    if (queue.isFull() || !queue.offer(copy(answered))) {
      traffic.shadow().drop();
      meters.shadowed(model, "dropped");
    }
  }

  private static ShadowRow copy(AnsweredRow answered) {
    Row row = answered.scratch().row();
    Row copy = row.schema().newRow();
    copy.copyFrom(row);
    return new ShadowRow(answered.model(), copy, answered.prediction());
  }
}
