package dev.grove.training.fit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells whether features can be fitted on a dataset, before anything is read of it. */
public final class SpecCheck {
  private static final String FIELD = "features";

  /** A place in the spec and what is wrong there. */
  private static final Pattern PLACED =
      Pattern.compile("(features(?:\\[\\d+])?(?:\\.[A-Za-z\\[\\]0-9.]+)?):? (.*)", Pattern.DOTALL);

  private SpecCheck() {}

  /**
   * @throws InvalidParameter naming the place that is not understood
   */
  public static FeatureSpec read(JsonNode json) {
    try {
      return FeatureSpec.ofJson(json);
    } catch (IllegalArgumentException e) {
      throw refusal(e);
    }
  }

  /**
   * @param input what a model may see
   * @throws InvalidParameter naming the feature that cannot be fitted
   */
  public static void check(FeatureSpec spec, InputSchema input) {
    if (spec.features().isEmpty()) {
      throw new InvalidParameter(FIELD, "must name one feature at least");
    }
    List<String> known = input.columns().stream().map(Column::name).toList();
    for (int i = 0; i < spec.features().size(); i++) {
      for (String column : FeatureColumns.of(spec.features().get(i))) {
        if (!known.contains(column)) {
          throw new InvalidParameter(
              FIELD + ".features[" + i + "]",
              "'%s' is none of the columns that the model may see: %s"
                  .formatted(column, String.join(", ", known)));
        }
      }
    }
    try {
      FeatureEncoding.of(input, spec.features().stream().map(EncodingFitter::unfitted).toList());
    } catch (IllegalArgumentException e) {
      throw refusal(e);
    }
  }

  private static InvalidParameter refusal(IllegalArgumentException e) {
    Matcher placed = PLACED.matcher(e.getMessage());
    return placed.matches()
        ? new InvalidParameter(FIELD + "." + placed.group(1), placed.group(2))
        : new InvalidParameter(FIELD, e.getMessage());
  }
}
