package dev.grove.training.fit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.features.FeatureVector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupSplitTest {
  private static final GroupSplit GROUPS = new GroupSplit(new Column("query", ColumnType.INTEGER));

  @TempDir Path directory;

  @Test
  void dealsGroupsInTheUsualShares() {
    Map<String, Integer> counts = new HashMap<>();
    for (int group = 0; group < 20_000; group++) {
      counts.merge(GROUPS.partOf(Integer.toString(group)), 1, Integer::sum);
    }
    assertThat(counts.get("train")).isBetween(13_700, 14_300);
    assertThat(counts.get("validation")).isBetween(2_800, 3_200);
    assertThat(counts.get("test")).isBetween(2_800, 3_200);
  }

  @Test
  void everyRowIsInOnePartWithAllOfItsGroup() throws IOException {
    JobFiles files = new JobFiles(directory);
    Files.createDirectories(files.data());
    int row = 0;
    for (String part : SplitFiles.PARTS) {
      StringBuilder csv = new StringBuilder("query,x,y\n");
      for (int i = 0; i < 100 && !part.equals("validation"); i++, row++) {
        csv.append(i == 7 ? "" : row % 40).append(',').append(row).append(i == 9 ? "," : ",1");
        csv.append('\n');
      }
      Files.writeString(files.data().resolve(part + ".csv"), csv);
    }
    Column target = new Column("y", ColumnType.INTEGER);
    SplitFiles split = new SplitFiles(files, target, GROUPS);
    InputSchema input =
        new InputSchema(List.of(new Column("x", ColumnType.INTEGER)), Cleaning.DEFAULT);
    Map<String, String> partOf = new HashMap<>();
    int rows = 0;
    for (String part : SplitFiles.PARTS) {
      try (SplitReader reader = split.read(part, input)) {
        while (reader.next()) {
          rows++;
          assertThat(partOf.putIfAbsent(reader.group(), part)).isIn(null, part);
        }
      }
    }
    assertThat(rows).as("without those that lack a group or a target").isEqualTo(196);
    assertThat(partOf).hasSize(40);
  }

  @Test
  void rowsOfAGroupAreBroughtTogetherInTheirOrder() {
    EncodedRows rows = new EncodedRows(3);
    GroupIds ids = new GroupIds();
    FeatureVector vector = new FeatureVector(3);
    String[] groups = {"b", "a", "b", "c", "a", "b"};
    for (int row = 0; row < groups.length; row++) {
      vector.clear();
      vector.set(row % 3, row + 1);
      if (row == 3) {
        vector.set(2, 30);
      }
      rows.add(vector, row);
      ids.add(groups[row]);
    }
    EncodedRows sorted = rows.grouped(ids);
    assertThat(sorted.groups()).containsExactly(3, 2, 1);
    Map<Integer, Float> targets = new TreeMap<>();
    for (int row = 0; row < sorted.rows(); row++) {
      targets.put(row, sorted.target(row));
      assertThat(sorted.value(sorted.start(row))).isEqualTo(sorted.target(row) + 1);
      assertThat(sorted.index(sorted.start(row))).isEqualTo((int) sorted.target(row) % 3);
    }
    assertThat(targets.values()).containsExactly(0f, 2f, 5f, 1f, 4f, 3f);
    assertThat(sorted.start(6) - sorted.start(5)).isEqualTo(2);
    assertThat(sorted.entries()).isEqualTo(7);
    assertThat(rows.groups()).isEmpty();
  }
}
