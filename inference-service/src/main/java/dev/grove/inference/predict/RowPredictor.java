package dev.grove.inference.predict;

import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** From one filled row to its prediction, whatever protocol it came by. */
@Singleton
public final class RowPredictor {
  private final PredictionObserver[] observers;

  @Inject
  public RowPredictor(@All List<PredictionObserver> observers) {
    this.observers = observers.toArray(PredictionObserver[]::new);
  }

  /**
   * Predicts the row that the scratch was filled with, and tells the observers.
   *
   * @param scratch borrowed from this very model
   */
  public AnsweredRow predict(ServedModel model, Scratch scratch) {
    AnsweredRow row = new AnsweredRow(model, scratch, scratch.predict(), ServedBy.MODEL);
    for (PredictionObserver observer : observers) {
      observer.answered(row);
    }
    return row;
  }
}
