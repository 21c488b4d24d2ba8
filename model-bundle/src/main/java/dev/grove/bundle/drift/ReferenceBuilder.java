package dev.grove.bundle.drift;

import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Takes cleaned training rows and answers for held-out rows one at a time and makes their profile.
 * Of more rows than the memory for it holds, a uniform sample is kept. Not thread-safe.
 */
public final class ReferenceBuilder {
  private static final int MOST_ROWS = 1 << 16;
  private static final int LEAST_ROWS = 2_000;

  /** Bytes for all sampled rows together, roughly. */
  private static final long MEMORY = 256L << 20;

  private static final int NUMBER_BYTES = 8;
  private static final int TEXT_BYTES = 128;

  private final InputSchema input;
  private final Labels labels;
  private final long seed;
  private final Reservoir rows;
  private final Reservoir answers;
  private final List<ColumnSample> columns = new ArrayList<>();
  private final ColumnSample.Texts classes = new ColumnSample.Texts();
  private final ColumnSample.Numbers numbers = new ColumnSample.Numbers();

  ReferenceBuilder(InputSchema input, Labels labels, long seed) {
    this.input = input;
    this.labels = labels;
    this.seed = seed;
    SplittableRandom random = new SplittableRandom(seed);
    long rowBytes = 1;
    for (Column column : input.columns()) {
      boolean text = !column.type().isNumeric();
      columns.add(text ? new ColumnSample.Texts() : new ColumnSample.Numbers());
      rowBytes += text ? TEXT_BYTES : NUMBER_BYTES;
    }
    long most = Math.max(LEAST_ROWS, Math.min(MOST_ROWS, MEMORY / rowBytes));
    this.rows = new Reservoir((int) most, random.split());
    this.answers = new Reservoir(MOST_ROWS, random.split());
  }

  /** Takes a training row, which may be changed afterwards. */
  public void row(Row row) {
    int place = rows.next();
    if (place < 0) {
      return;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i) instanceof ColumnSample.Numbers sample) {
        sample.set(place, row.number(i));
      } else if (columns.get(i) instanceof ColumnSample.Texts sample) {
        sample.set(place, row.text(i));
      }
    }
  }

  /** Takes what the model answers for a held-out row. */
  public void prediction(Prediction prediction) {
    if (prediction instanceof Prediction.Classification answer) {
      predictedClass(answer.index(), answer.confidence());
    } else if (prediction instanceof Prediction.Regression answer) {
      predictedNumber(answer.value());
    } else if (prediction instanceof Prediction.Ranking answer) {
      predictedNumber(answer.score());
    }
  }

  /**
   * Takes the class that the model predicts for a held-out row.
   *
   * @param index the class's place in the labels
   */
  public void predictedClass(int index, double confidence) {
    int place = answers.next();
    if (place >= 0) {
      classes.set(place, labels.classes().get(index));
      numbers.set(place, confidence);
    }
  }

  /** Takes the number or score that the model predicts for a held-out row. */
  public void predictedNumber(double value) {
    int place = answers.next();
    if (place >= 0) {
      numbers.set(place, value);
    }
  }

  /** The profile of what came so far. */
  public ReferenceProfile build() {
    ColumnProfiler ofRows = new ColumnProfiler(rows.size(), seed);
    List<ColumnReference> inputs = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Column column = input.columns().get(i);
      if (columns.get(i) instanceof ColumnSample.Numbers sample) {
        inputs.add(ofRows.numbers(column.name(), Measure.VALUE, sample));
      } else if (columns.get(i) instanceof ColumnSample.Texts sample) {
        inputs.addAll(ofRows.texts(column.name(), sample, column.type() == ColumnType.STRING));
      }
    }
    if (answers.size() == 0) {
      return new ReferenceProfile(rows.offered(), 0, inputs, null, null);
    }
    ColumnProfiler ofAnswers = new ColumnProfiler(answers.size(), seed);
    boolean classification = labels.task().isClassification();
    return new ReferenceProfile(
        rows.offered(),
        answers.offered(),
        inputs,
        classification
            ? ofAnswers.categories(ReferenceProfile.PREDICTION, classes)
            : ofAnswers.numbers(ReferenceProfile.PREDICTION, Measure.PREDICTION, numbers),
        classification
            ? ofAnswers.numbers(ReferenceProfile.CONFIDENCE, Measure.CONFIDENCE, numbers)
            : null);
  }

  /** Chooses a place for each thing that is offered, so that each has the same chance to stay. */
  private static final class Reservoir {
    private final int most;
    private final SplittableRandom random;
    private long offered;

    Reservoir(int most, SplittableRandom random) {
      this.most = most;
      this.random = random;
    }

    /** The place, or -1 if it is not kept. */
    int next() {
      offered++;
      if (offered <= most) {
        return (int) offered - 1;
      }
      long place = random.nextLong(offered);
      return place < most ? (int) place : -1;
    }

    int size() {
      return (int) Math.min(offered, most);
    }

    long offered() {
      return offered;
    }
  }
}
