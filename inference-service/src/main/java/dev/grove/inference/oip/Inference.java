package dev.grove.inference.oip;

import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.inference.Refused;
import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.RowPredictor;
import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** From a request's tensors to a response's, by one version of a model. */
@Singleton
public final class Inference {
  private final RowPredictor predictor;
  private final int mostElements;
  private final int mostRows;

  @Inject
  public Inference(RowPredictor predictor, OipConfig config) {
    this.predictor = predictor;
    this.mostElements = config.maxElements();
    this.mostRows = config.maxRows();
  }

  /**
   * @throws Refused naming the tensor that is at fault
   */
  InferAnswer infer(ServedModel model, InferBody body) {
    InferRequest request = InferRequestReader.read(body, mostElements);
    InputRows rows = rows(model, request.inputs());
    if (rows.count() > mostRows) {
      throw Refused.tooLarge("The request has more than " + mostRows + " rows");
    }
    List<OutputTensor> outputs =
        ModelOutputs.select(model.bundle(), request, rows.count(), mostElements);
    if (rows instanceof TableRows table) {
      predict(model, table, outputs);
    } else if (rows instanceof EncodedRows encoded) {
      predict(model.bundle(), encoded, outputs);
    }
    return InferAnswerWriter.write(model, request.id(), outputs);
  }

  private static InputRows rows(ServedModel model, List<Tensor> inputs) {
    if (inputs.isEmpty()) {
      throw Refused.invalid("The 'inputs' are empty");
    }
    return EncodedRows.isMeant(model.bundle(), inputs)
        ? EncodedRows.of(model.bundle(), inputs.get(0))
        : TableRows.of(model, inputs);
  }

  private void predict(ServedModel model, TableRows rows, List<OutputTensor> outputs) {
    Scratch scratch = model.borrow();
    try {
      for (int row = 0; row < rows.count(); row++) {
        rows.fill(row, scratch);
        AnsweredRow answered = predictor.predict(model, scratch);
        put(
            outputs,
            row,
            new Scored(answered.prediction(), scratch.rawScores(), answered.servedBy()));
      }
    } finally {
      model.giveBack(scratch);
    }
  }

  private static void predict(ModelBundle bundle, EncodedRows rows, List<OutputTensor> outputs) {
    double[] vector = new double[rows.size()];
    double[] scores = new double[bundle.forest().outputs()];
    for (int row = 0; row < rows.count(); row++) {
      rows.copy(row, vector);
      bundle.forest().rawScores(vector, scores);
      Prediction prediction = Prediction.of(bundle.labels(), bundle.forest().objective(), scores);
      put(outputs, row, new Scored(prediction, scores, ServedBy.MODEL));
    }
  }

  private static void put(List<OutputTensor> outputs, int row, Scored scored) {
    for (OutputTensor output : outputs) {
      output.put(row, scored);
    }
  }
}
