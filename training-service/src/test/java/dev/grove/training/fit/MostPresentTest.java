package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Prior;
import dev.grove.bundle.Task;
import dev.grove.bundle.features.Feature;
import dev.grove.bundle.features.FeatureEncoding;
import dev.grove.bundle.features.FeatureSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MostPresentTest {
  private static final Column TARGET = new Column("y", ColumnType.STRING);
  private static final int ROWS = 100;

  @TempDir Path directory;

  @Test
  void takesWhatIsWithinFivePointsOfTheBest() throws IOException {
    assertThat(mostPresent(100, 99, 95, 96, 94, 0)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void takesTheThreeBestAtLeastAndWhatIsTiedWithTheLast() throws IOException {
    assertThat(mostPresent(10, 90, 40, 20, 40)).containsExactly("b", "c", "e");
    assertThat(mostPresent(40, 90, 40, 20, 40)).containsExactly("a", "b", "c", "e");
  }

  @Test
  void takesAllWhereFewOrNoneStandOut() throws IOException {
    assertThat(mostPresent(5, 90)).containsExactly("a", "b");
    assertThat(mostPresent(0, 0, 0, 0)).containsExactly("a", "b", "c", "d");
  }

  @Test
  void featuresOfSeveralColumnsNeedThemAll() throws IOException {
    TrainingColumns columns = columns(100, 100, 100, 10, 100);
    FeatureSpec spec =
        new FeatureSpec(
            List.of(
                new Feature.Text("a", "word", 1, 1, 4, true),
                new Feature.Cross(List.of("a", "d"), 2, 8),
                new Feature.Cross(List.of("a", "b"), 2, 8),
                new Feature.Numeric("d", null, null),
                new Feature.Hash("c", 8)));
    Dataset.Schema schema =
        new Dataset.Schema(columns.input().columns(), null, "y", Task.BINARY, Cleaning.DEFAULT);
    FeatureEncoding encoding = new EncodingFitter(columns).fit(spec, schema);
    BitSet places = MostPresent.places(List.of("a", "b", "c"), spec, encoding);
    assertThat(places.stream()).containsExactly(0, 1, 2, 3, 5, 7);
  }

  @Test
  void priorsCountTheTrainingRows() throws IOException {
    TrainingColumns columns = columns(100);
    assertThat(columns.prior(2)).isEqualTo(new Prior(List.of(0.8, 0.2), null, null));
    assertThat(columns.prior(0)).isEqualTo(Prior.ofNumbers(0.2, 0));
  }

  private List<String> mostPresent(int... present) throws IOException {
    TrainingColumns columns = columns(present);
    return new MostPresent(columns).columns(columns.input());
  }

  /** Columns a, b, … that have a value in so many of a hundred rows. */
  private TrainingColumns columns(int... present) throws IOException {
    StringBuilder csv = new StringBuilder();
    List<Column> all = new ArrayList<>();
    for (int column = 0; column < present.length; column++) {
      String name = Character.toString('a' + column);
      all.add(new Column(name, column % 2 == 0 ? ColumnType.STRING : ColumnType.DOUBLE));
      csv.append(name).append(',');
    }
    csv.append("y\n");
    for (int row = 0; row < ROWS; row++) {
      for (int count : present) {
        csv.append(row < count ? row + ".5" : "").append(',');
      }
      csv.append(row % 5 == 0 ? "yes" : "no").append('\n');
    }
    JobFiles files = new JobFiles(directory);
    Files.createDirectories(files.data());
    Files.writeString(files.data().resolve("train.csv"), csv);
    Targets targets = Targets.of(Task.BINARY, TARGET, Set.of("yes", "no"));
    InputSchema input = new InputSchema(all, Cleaning.DEFAULT);
    try (SplitReader reader = new SplitFiles(files, TARGET, null).read(SplitFiles.TRAIN, input)) {
      return TrainingColumns.read(reader, targets, Set.of());
    }
  }
}
