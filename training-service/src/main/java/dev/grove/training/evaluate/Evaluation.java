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
    List<LeftOut> leftOut) {
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
   * @param feature the encoded feature's name
   * @param gain the training loss that its splits saved
   */
  @RegisterForReflection
  public record Importance(String feature, double gain, long splits) {}
}
