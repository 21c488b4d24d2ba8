package dev.grove.inference.feedback;

import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Task;
import dev.grove.inference.Bundles;
import java.time.Clock;
import java.util.List;

/** Prediction ids to be timed. */
public final class IdCost {
  private static final PredictionIds IDS = new PredictionIds(new byte[16], 1, Clock.systemUTC());
  private static final Prediction ANSWER =
      Prediction.of(
          Labels.ofClasses(Task.MULTICLASS, "category", List.of("a", "b", "c")),
          Bundles.products(1).forest().objective(),
          new double[] {0.5, 2, -1});

  private IdCost() {}

  /** Makes so many; their characters together. */
  public static long issue(int count) {
    long characters = 0;
    for (int i = 0; i < count; i++) {
      characters += IDS.issue(42, true, ANSWER).length();
    }
    return characters;
  }
}
