package dev.grove.bundle.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What rows and answers looked like when the model was made: {@code reference.json}, against which
 * traffic is compared. Inputs are those of training rows; answers are those for held-out rows,
 * because a model is more confident of rows that it was trained on than it will ever be again.
 *
 * @param rows training rows that were seen; the counts may be of a sample of them
 * @param heldOutRows held-out rows whose answers were seen
 * @param prediction the predicted class or number; null if no answer was seen
 * @param confidence the predicted class's probability; null in regression
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReferenceProfile(
    long rows,
    long heldOutRows,
    List<ColumnReference> inputs,
    ColumnReference prediction,
    ColumnReference.Numbers confidence) {
  /** More rows than this are not counted. */
  public static final long MAX_ROWS = 1L << 50;

  /** More quantities than this are not watched. */
  public static final int MAX_INPUTS = 3 * InputSchema.MAX_COLUMNS;

  static final String PREDICTION = "prediction";
  static final String CONFIDENCE = "confidence";

  /**
   * @throws IllegalArgumentException if something is watched twice, or too much is
   */
  public ReferenceProfile {
    inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
    if (rows < 0 || rows > MAX_ROWS || heldOutRows < 0 || heldOutRows > MAX_ROWS) {
      throw new IllegalArgumentException("rows: not between 0 and " + MAX_ROWS);
    }
    if (inputs.size() > MAX_INPUTS) {
      throw new IllegalArgumentException("inputs: more than " + MAX_INPUTS);
    }
    Set<Object> watched = new HashSet<>();
    for (ColumnReference input : inputs) {
      Object measure =
          input instanceof ColumnReference.Numbers numbers ? numbers.measure() : "values";
      if (!watched.add(List.of(input.column(), measure))) {
        throw new IllegalArgumentException("inputs: '" + input.column() + "' stands twice");
      }
    }
  }

  /** A builder whose sample depends on the seed and on nothing else. */
  public static ReferenceBuilder builder(InputSchema input, Labels labels, long seed) {
    return new ReferenceBuilder(input, labels, seed);
  }

  /** Everything that is watched: the inputs, then the prediction and the confidence if known. */
  public List<ColumnReference> watched() {
    List<ColumnReference> watched = new ArrayList<>(inputs);
    if (prediction != null) {
      watched.add(prediction);
    }
    if (confidence != null) {
      watched.add(confidence);
    }
    return watched;
  }

  /**
   * Checks that a row and an answer of the model can be counted.
   *
   * @throws IllegalArgumentException naming what does not fit
   */
  public void check(InputSchema input, Labels labels) {
    for (ColumnReference watched : inputs) {
      int place = input.indexOf(watched.column());
      if (place < 0) {
        throw new IllegalArgumentException(
            "inputs: the input has no column '" + watched.column() + "'");
      }
      Column column = input.columns().get(place);
      if (!fits(watched, column.type())) {
        throw new IllegalArgumentException(
            "inputs: '" + column.name() + "' is " + column.type().wireName());
      }
    }
    boolean classes = labels.task().isClassification();
    boolean fits =
        prediction == null
            || (prediction instanceof ColumnReference.Numbers numbers
                ? !classes && numbers.measure() == Measure.PREDICTION
                : classes);
    if (!fits) {
      throw new IllegalArgumentException(
          "prediction: does not suit the task " + labels.task().wireName());
    }
    if (confidence != null && (!classes || confidence.measure() != Measure.CONFIDENCE)) {
      throw new IllegalArgumentException(
          "confidence: does not suit the task " + labels.task().wireName());
    }
  }

  private static boolean fits(ColumnReference watched, ColumnType type) {
    if (watched instanceof ColumnReference.Numbers numbers) {
      return type.isNumeric()
          ? numbers.measure() == Measure.VALUE
          : type == ColumnType.STRING && numbers.measure().isOfText();
    }
    return !type.isNumeric();
  }

  /**
   * This with another one's rows added: profiles of parts of the rows in the same bins.
   *
   * @throws IllegalArgumentException if the cells differ
   */
  public ReferenceProfile plus(ReferenceProfile other) {
    if (inputs.size() != other.inputs.size()
        || (prediction == null) != (other.prediction == null)
        || (confidence == null) != (other.confidence == null)) {
      throw new IllegalArgumentException("other columns are watched there");
    }
    List<ColumnReference> sums = new ArrayList<>(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      sums.add(inputs.get(i).plus(other.inputs.get(i)));
    }
    return new ReferenceProfile(
        rows + other.rows,
        heldOutRows + other.heldOutRows,
        sums,
        prediction == null ? null : prediction.plus(other.prediction),
        confidence == null ? null : confidence.plus(other.confidence));
  }
}
