package dev.grove.inference.predict;

import dev.grove.bundle.Prediction;
import dev.grove.inference.admission.Deadline;
import dev.grove.inference.fallback.AnswerChain;
import dev.grove.inference.fallback.Given;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** From one filled row to its prediction, whatever protocol it came by. */
@Singleton
public final class RowPredictor {
  private final AnswerChain chain;
  private final AnswerIds ids;
  private final PredictionObserver[] observers;

  @Inject
  public RowPredictor(AnswerChain chain, AnswerIds ids, @All List<PredictionObserver> observers) {
    this.chain = chain;
    this.ids = ids;
    this.observers = observers.toArray(PredictionObserver[]::new);
  }

  /**
   * Predicts the row that the scratch was filled with, and tells the observers.
   *
   * @param scratch borrowed from this very model
   * @param deadline of the request, or null
   */
  public AnsweredRow predict(ServedModel model, Scratch scratch, Deadline deadline) {
    return tell(model, scratch, chain.answer(model, scratch, deadline));
  }

  /** As with a deadline, of a request that has none. */
  public AnsweredRow predict(ServedModel model, Scratch scratch) {
    return predict(model, scratch, null);
  }

  /**
   * Predicts the rows of a block that can be predicted; in the places of the others is null.
   *
   * @param deadline of the request, or null
   */
  AnsweredRow[] predict(ServedModel model, Block block, Deadline deadline) {
    Scratch[] rows = block.predictable();
    Given[] given = chain.answerAll(model, rows, block.scorer(), deadline);
    AnsweredRow[] answers = new AnsweredRow[block.size()];
    int next = 0;
    for (int i = 0; i < answers.length; i++) {
      if (block.fault(i) == null) {
        answers[i] = tell(model, rows[next], given[next]);
        next++;
      }
    }
    return answers;
  }

  private AnsweredRow tell(ServedModel model, Scratch scratch, Given given) {
    Prediction prediction = given.prediction();
    ServedBy servedBy = given.servedBy();
    String id = ids.of(model, prediction, servedBy);
    AnsweredRow row = new AnsweredRow(model, scratch, prediction, servedBy, id);
    for (PredictionObserver observer : observers) {
      observer.answered(row);
    }
    return row;
  }
}
