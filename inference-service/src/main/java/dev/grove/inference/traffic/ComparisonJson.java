package dev.grove.inference.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Arrays;
import java.util.List;

/**
 * How one version differed from another one over the same rows.
 *
 * @param agreed rows with the same label; absent where there are no labels
 * @param missingColumns inputs of the shadow that the rows do not have: a comparison with such is
 *     not fair to it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ComparisonJson(
    String version,
    String shadowVersion,
    long rows,
    Long agreed,
    Double agreement,
    DifferenceJson difference,
    List<String> missingColumns) {

  /**
   * Of the label's probability, or of the predicted number.
   *
   * @param bounds upper ends of the bins, inclusive; the last count is of what lies above them
   */
  public record DifferenceJson(double mean, double max, List<Double> bounds, List<Long> counts) {
    static DifferenceJson of(Differences differences) {
      return new DifferenceJson(
          differences.mean(),
          differences.largest(),
          Arrays.stream(Differences.BOUNDS).boxed().toList(),
          Arrays.stream(differences.counts()).boxed().toList());
    }
  }
}
