package dev.grove.data.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefaultSplitTest {
  @TempDir Path directory;

  private byte[] divide(int rows, int threads, boolean stratified) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("threads", Integer.toString(threads));
    try (DuckDBConnection connection =
            (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:", settings);
        DefaultSplit split = new DefaultSplit(connection)) {
      for (int i = 0; i < rows; i++) {
        split.add(i, label(i));
      }
      assertThat(split.classes()).isEqualTo(3);
      SplitSizes sizes = split.divide(stratified);
      assertThat(sizes.train() + sizes.validation() + sizes.test()).isEqualTo(rows);
      byte[] parts = new byte[rows];
      long[] counts = new long[3];
      try (DefaultSplit.Parts reading = split.parts()) {
        for (int i = 0; i < rows; i++) {
          parts[i] = reading.next();
          counts[parts[i]]++;
        }
      }
      assertThat(counts).containsExactly(sizes.train(), sizes.validation(), sizes.test());
      return parts;
    }
  }

  private static String label(int row) {
    return row % 10 == 0 ? "rare" : row % 10 < 4 ? "some" : "many";
  }

  @Test
  void eachClassHasItsShareOfEveryPart() throws SQLException {
    int rows = 20_000;
    byte[] parts = divide(rows, 2, true);
    int[][] counts = new int[3][3];
    for (int i = 0; i < rows; i++) {
      counts[label(i).equals("rare") ? 0 : label(i).equals("some") ? 1 : 2][parts[i]]++;
    }
    assertThat(counts[0]).containsExactly(1_400, 300, 300);
    assertThat(counts[1]).containsExactly(4_200, 900, 900);
    assertThat(counts[2]).containsExactly(8_400, 1_800, 1_800);
  }

  @Test
  void sameWhateverTheThreads() throws SQLException {
    assertThat(divide(30_000, 1, true)).isEqualTo(divide(30_000, 4, true));
    assertThat(divide(30_000, 1, false)).isEqualTo(divide(30_000, 4, false));
  }

  @Test
  void orderDoesNotFollowTheSource() throws SQLException {
    byte[] parts = divide(10_000, 2, false);
    int trainInFirstHalf = 0;
    for (int i = 0; i < 5_000; i++) {
      trainInFirstHalf += parts[i] == 0 ? 1 : 0;
    }
    assertThat(trainInFirstHalf).isBetween(3_400, 3_600);
  }

  @Test
  void sizesAreFoundByPart() {
    SplitSizes sizes = new SplitSizes("default", 42, 7, 2, 1);
    assertThat(sizes.of(Part.TRAIN)).isEqualTo(7);
    assertThat(sizes.of(Part.VALIDATION)).isEqualTo(2);
    assertThat(sizes.of(Part.TEST)).isEqualTo(1);
  }
}
