package dev.grove.inference.oip;

import dev.grove.bundle.Labels;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.inference.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The outputs of each kind of model, in the order in which they are answered. */
final class ModelOutputs {
  /** More than any model has. */
  static final int MOST = 16;

  /**
   * Each is another, so that like requests would have unlike answers: it comes if it is asked for.
   */
  private static final String PREDICTION_ID = "prediction_id";

  private ModelOutputs() {}

  static List<Output> of(ModelBundle bundle) {
    Labels labels = bundle.labels();
    List<Output> outputs = new ArrayList<>();
    switch (labels.task()) {
      case BINARY, MULTICLASS -> {
        outputs.add(Output.texts("label", row -> classes(row).label()));
        outputs.add(
            Output.numbers(
                "probabilities",
                labels.classes().size(),
                labels.classes(),
                ModelOutputs::probabilities));
        outputs.add(number("confidence", row -> classes(row).confidence()));
      }
      case REGRESSION ->
          outputs.add(
              number("prediction", row -> ((Prediction.Regression) row.prediction()).value()));
      case RANKING ->
          outputs.add(number("score", row -> ((Prediction.Ranking) row.prediction()).score()));
    }
    int scores = bundle.forest().outputs();
    outputs.add(
        Output.numbers(
            "raw_scores",
            scores,
            scores == labels.classes().size() ? labels.classes() : List.of(),
            (row, into, at) -> System.arraycopy(row.rawScores(), 0, into, at, scores)));
    outputs.add(Output.texts("served_by", row -> row.servedBy().wireName()));
    outputs.add(Output.texts(PREDICTION_ID, Scored::predictionId));
    return outputs;
  }

  /**
   * The tensors that a request asks for, to be filled with its rows.
   *
   * @throws Refused if there is no such output, or it is asked for twice, or all of them are larger
   *     than a response may be
   */
  static List<OutputTensor> select(
      ModelBundle bundle, InferRequest request, int rows, int mostElements) {
    List<Output> all = of(bundle);
    List<OutputTensor> selected = new ArrayList<>();
    if (request.outputs() == null) {
      all.stream()
          .filter(output -> !output.name().equals(PREDICTION_ID))
          .map(output -> OutputTensor.of(output, 0, rows, request.binaryOutput()))
          .forEach(selected::add);
    } else {
      Set<String> seen = new HashSet<>();
      for (RequestedOutput wanted : request.outputs()) {
        if (!seen.add(wanted.name())) {
          throw Refused.invalid("Output " + Words.quoted(wanted.name()) + " is asked for twice");
        }
        boolean binary = wanted.binary() == null ? request.binaryOutput() : wanted.binary();
        Output output = require(all, wanted.name());
        selected.add(OutputTensor.of(output, wanted.classification(), rows, binary));
      }
    }
    long elements = selected.stream().mapToLong(tensor -> (long) rows * tensor.width()).sum();
    if (elements > mostElements) {
      throw Refused.tooLarge(
          "The outputs would have "
              + elements
              + " elements, more than "
              + mostElements
              + "; send fewer rows or ask for fewer outputs");
    }
    return selected;
  }

  private static Output require(List<Output> all, String name) {
    return all.stream()
        .filter(output -> output.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Refused.invalid(
                    "Output "
                        + Words.quoted(name)
                        + " is unknown; the model's outputs are "
                        + all.stream().map(Output::name).collect(Collectors.joining(", "))));
  }

  private interface OneNumber {
    double of(Scored row);
  }

  private static Output number(String name, OneNumber value) {
    return Output.numbers(name, 0, List.of(), (row, into, at) -> into[at] = value.of(row));
  }

  private static Prediction.Classification classes(Scored row) {
    return (Prediction.Classification) row.prediction();
  }

  private static void probabilities(Scored row, double[] into, int at) {
    Prediction.Classification prediction = classes(row);
    for (int i = 0; i < prediction.classes(); i++) {
      into[at + i] = prediction.probability(i);
    }
  }
}
