package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Task;
import dev.grove.bundle.features.Feature;
import dev.grove.training.evaluate.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecInferenceTest {
  private static final int ROWS = 1_000;
  private static final Cleaning CLEANING = new Cleaning(true, List.of("", "NA"));

  @TempDir Path directory;

  private final List<Column> columns = new ArrayList<>();
  private final List<IntFunction<Object>> values = new ArrayList<>();
  private final Random random = new Random(7);
  private int[] classes;

  @BeforeEach
  void drawClasses() {
    classes = random.ints(ROWS, 0, 3).toArray();
  }

  @Test
  void typesAndValuesChooseTheKind() throws Exception {
    add("price", ColumnType.DOUBLE, row -> random.nextDouble());
    add("amount", ColumnType.INTEGER, row -> random.nextInt(50));
    add("flag", ColumnType.BOOLEAN, row -> random.nextBoolean());
    add("day", ColumnType.DATE, row -> "2026-01-%02d".formatted(1 + random.nextInt(28)));
    add("at", ColumnType.TIMESTAMP, row -> "2026-01-01T%02d:00:00Z".formatted(random.nextInt(24)));
    add("colour", ColumnType.STRING, row -> List.of("red", "dark green").get(random.nextInt(2)));
    add("code", ColumnType.STRING, row -> "code" + random.nextInt(600));
    add("title", ColumnType.STRING, row -> "word" + random.nextInt(500) + " and " + row);
    SpecInference.Inferred inferred = infer(Task.MULTICLASS);
    assertThat(inferred.leftOut()).isEmpty();
    assertThat(inferred.spec().features())
        .containsExactly(
            new Feature.Numeric("price", null, null),
            new Feature.Numeric("amount", null, null),
            new Feature.Category("flag"),
            new Feature.Numeric("day", "epoch_days", null),
            new Feature.Numeric("day", "day_of_week", null),
            new Feature.Numeric("at", "epoch_days", null),
            new Feature.Numeric("at", "hour", null),
            new Feature.Numeric("at", "day_of_week", null),
            new Feature.Category("colour"),
            new Feature.Hash("code", null),
            new Feature.Text("title", "word", 1, 2, 4_096, true),
            new Feature.Text("title", "char_wb", 3, 5, 16_384, true),
            new Feature.TextStats("title", List.of()));
  }

  @Test
  void whatCannotHelpOrCheatsIsLeftOutWithItsReason() throws Exception {
    add("x", ColumnType.DOUBLE, row -> classes[row] + random.nextGaussian());
    add("empty", ColumnType.STRING, row -> "");
    add("same", ColumnType.STRING, row -> "one value");
    add("serial", ColumnType.INTEGER, row -> 10_000 + row);
    add("uuid", ColumnType.STRING, row -> "u-" + Integer.toHexString(row * 7_919));
    add("categoryNumber", ColumnType.INTEGER, row -> 2_600 + 7 * classes[row]);
    add("cluster", ColumnType.STRING, row -> "cluster " + classes[row] + " " + random.nextInt(90));
    SpecInference.Inferred inferred = infer(Task.MULTICLASS);
    assertThat(inferred.spec().features()).containsExactly(new Feature.Numeric("x", null, null));
    assertThat(inferred.leftOut())
        .containsExactly(
            new LeftOut("empty", "has no value"),
            new LeftOut("same", "constant"),
            new LeftOut("serial", "looks like an id: no value repeats"),
            new LeftOut("uuid", "looks like an id: no value repeats"),
            new LeftOut("categoryNumber", "gives the target away"),
            new LeftOut("cluster", "gives the target away"));
  }

  @Test
  void honestFeaturesAreNotTakenForGiveAways() throws Exception {
    int[] amounts = random.ints(ROWS, 0, 60).toArray();
    for (int row = 0; row < ROWS; row++) {
      classes[row] = amounts[row] / 20;
    }
    add("amount", ColumnType.INTEGER, row -> amounts[row]);
    add("noise", ColumnType.DOUBLE, row -> random.nextGaussian());
    add("nearly", ColumnType.STRING, row -> "c" + (row % 49 == 0 ? 0 : classes[row]));
    SpecInference.Inferred inferred = infer(Task.MULTICLASS);
    assertThat(inferred.leftOut()).isEmpty();
    assertThat(inferred.spec().features()).hasSize(3);
  }

  @Test
  void rareClassDoesNotMakeEveryColumnAGiveAway() throws Exception {
    for (int row = 0; row < ROWS; row++) {
      classes[row] = row == 501 ? 1 : 0;
    }
    add("colour", ColumnType.STRING, row -> "colour" + random.nextInt(4));
    assertThat(infer(Task.BINARY).leftOut()).isEmpty();
  }

  @Test
  void theTargetItselfGivesARegressionAway() throws Exception {
    add("copy", ColumnType.INTEGER, row -> classes[row]);
    add("x", ColumnType.DOUBLE, row -> classes[row] + random.nextGaussian());
    assertThat(infer(Task.REGRESSION).leftOut())
        .containsExactly(new LeftOut("copy", "gives the target away"));
  }

  @Test
  void notEverythingIsLeftOut() throws Exception {
    add("only", ColumnType.STRING, row -> "class " + classes[row]);
    SpecInference.Inferred inferred = infer(Task.MULTICLASS);
    assertThat(inferred.spec().features()).containsExactly(new Feature.Category("only"));
    assertThat(inferred.leftOut()).isEmpty();
  }

  private void add(String name, ColumnType type, IntFunction<Object> value) {
    columns.add(new Column(name, type));
    values.add(value);
  }

  private SpecInference.Inferred infer(Task task) throws IOException {
    Path file = directory.resolve("train.csv");
    StringBuilder csv = new StringBuilder("y");
    columns.forEach(column -> csv.append(',').append(column.name()));
    for (int row = 0; row < ROWS; row++) {
      csv.append('\n').append(classes[row]);
      for (IntFunction<Object> value : values) {
        csv.append(',').append(value.apply(row));
      }
    }
    Files.writeString(file, csv);
    Column target = new Column("y", ColumnType.INTEGER);
    Targets targets =
        Targets.of(task, target, task == Task.BINARY ? Set.of("0", "1") : Set.of("0", "1", "2"));
    try (SplitReader reader = new SplitReader(file, new InputSchema(columns, CLEANING), target)) {
      TrainingColumns read = TrainingColumns.read(reader, targets, Set.of());
      return new SpecInference(read, new GiveAway(read, task, targets.labels().classes().size()))
          .infer();
    }
  }
}
