package dev.grove.inference.oip;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.trees.Scorer;
import dev.grove.inference.Refused;
import dev.grove.inference.admission.Deadline;
import dev.grove.inference.admission.Pace;
import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.RowPredictor;
import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/** From a request's tensors to a response's, by one version of a model. */
@Singleton
public final class Inference {
  private static final int BLOCK = 64;
  private static final int MOST_BLOCK_ROWS = 256;
  private static final int MOST_BLOCK_VALUES = 1 << 19;

  private final RowPredictor predictor;
  private final Pace pace;
  private final int mostElements;
  private final int mostRows;

  @Inject
  public Inference(RowPredictor predictor, Pace pace, OipConfig config) {
    this.pace = pace;
    this.predictor = predictor;
    this.mostElements = config.maxElements();
    this.mostRows = config.maxRows();
  }

  /**
   * @param deadline of the request, or null
   * @throws Refused naming the tensor that is at fault
   */
  InferAnswer infer(ServedModel model, InferBody body, Deadline deadline) {
    InferRequest request = InferRequestReader.read(body, mostElements);
    InputRows rows = rows(model, request.inputs());
    if (rows.count() > mostRows) {
      throw Refused.tooLarge("The request has more than " + mostRows + " rows");
    }
    List<OutputTensor> outputs =
        ModelOutputs.select(model.bundle(), request, rows.count(), mostElements);
    if (rows instanceof TableRows table) {
      predict(model, table, outputs, deadline);
    } else if (rows instanceof EncodedRows encoded) {
      predict(model.bundle(), encoded, outputs);
    }
    return InferAnswerWriter.write(model, request.id(), outputs, rows.count());
  }

  private static InputRows rows(ServedModel model, List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      throw Refused.invalid("The 'inputs' are empty");
    }
    return EncodedRows.isMeant(model.bundle(), inputs)
        ? EncodedRows.of(model.bundle(), inputs.get(0))
        : TableRows.of(model, inputs);
  }

  private void predict(
      ServedModel model, TableRows rows, List<OutputTensor> outputs, Deadline deadline) {
    double[] noScores = new double[model.bundle().forest().outputs()];
    Arrays.fill(noScores, Double.NaN);
    Pace.Work work = pace.begin(Pace.Level.BATCH);
    Scratch scratch = model.borrow();
    try {
      for (int row = 0; row < rows.count(); row++) {
        giveWay(work, row);
        rows.fill(row, scratch);
        put(outputs, row, scored(predictor.predict(model, scratch, deadline), noScores));
      }
    } finally {
      model.giveBack(scratch);
    }
  }

  /** What answers without looking at the row has no scores. */
  private static Scored scored(AnsweredRow row, double[] noScores) {
    return new Scored(
        row.prediction(),
        row.servedBy() == ServedBy.PRIOR ? noScores : row.scratch().rawScores(),
        row.servedBy(),
        row.predictionId() == null ? "" : row.predictionId());
  }

  /** Block by block, each of which fits the cache. */
  private void predict(ModelBundle bundle, EncodedRows rows, List<OutputTensor> outputs) {
    Scorer scorer = bundle.forest().scorer();
    double[] scores = new double[bundle.forest().outputs()];
    int mostRows =
        Math.max(1, Math.min(MOST_BLOCK_ROWS, MOST_BLOCK_VALUES / Math.max(1, rows.size())));
    double[] vectors = {};
    double[] blockScores = {};
    Pace.Work work = pace.begin(Pace.Level.BATCH);
    for (int from = 0; from < rows.count(); from += mostRows) {
      work.betweenBlocks();
      int count = Math.min(mostRows, rows.count() - from);
      if (vectors.length != count * rows.size()) {
        vectors = new double[count * rows.size()];
        blockScores = new double[count * scores.length];
      }
      rows.copy(from, count, vectors);
      scorer.rawScores(vectors, count, blockScores);
      for (int row = 0; row < count; row++) {
        System.arraycopy(blockScores, row * scores.length, scores, 0, scores.length);
        Prediction prediction = Prediction.of(bundle.labels(), bundle.forest().objective(), scores);
        put(outputs, from + row, new Scored(prediction, scores, ServedBy.MODEL, ""));
      }
    }
  }

  /** Single rows that wait come first, between blocks of many. */
  private static void giveWay(Pace.Work work, int row) {
    if (row > 0 && row % BLOCK == 0) {
      work.betweenBlocks();
    }
  }

  private static void put(List<OutputTensor> outputs, int row, Scored scored) {
    for (OutputTensor output : outputs) {
      output.put(row, scored);
    }
  }
}
