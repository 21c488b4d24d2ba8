package dev.grove.training.evaluate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.bundle.Task;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A finished training, judged: {@code evaluation.json}.
 *
 * @param rounds how many were grown
 * @param bestRound how many the model kept
 * @param splits {@code validation} and {@code test}
 * @param confusion on the test part; null in regression
 * @param importances the {@value #MAX_IMPORTANCES} largest by gain, of features that a tree uses
 * @param leftOut dataset columns that the model does not see
 * @param fallback how good the forest is that stands in for the model
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Evaluation(
    Task task,
    int rounds,
    int bestRound,
    Map<String, SplitScores> splits,
    ConfusionMatrix confusion,
    List<Importance> importances,
    List<LeftOut> leftOut,
    Fallback fallback) {
  /** Wide encodings have thousands of features; who needs all reads the model. */
  static final int MAX_IMPORTANCES = 100;

  /** Importances of the features that are used, the largest gain first. */
  public static List<Importance> importances(List<String> names, double[] gains, long[] splits) {
    return IntStream.range(0, names.size())
        .filter(place -> splits[place] > 0)
        .mapToObj(place -> new Importance(names.get(place), gains[place], splits[place]))
        .sorted(Comparator.comparingDouble(Importance::gain).reversed())
        .limit(MAX_IMPORTANCES)
        .toList();
  }

  /**
   * The small forest, judged by the same rows as the model.
   *
   * @param columns the dataset's columns that it looks at
   * @param rounds how many it has
   */
  @RegisterForReflection
  public record Fallback(List<String> columns, int rounds, Map<String, SplitScores> splits) {}

  /**
   * @param feature the encoded feature's name
   * @param gain the training loss that its splits saved
   */
  @RegisterForReflection
  public record Importance(String feature, double gain, long splits) {}
}
