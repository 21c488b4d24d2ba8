package dev.grove.inference.predictionlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.inference.Bundles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DuckDB reads what was written. */
class ParquetFilesTest {
  private static final Clock CLOCK = Clock.fixed(Rows.TIME, ZoneOffset.UTC);

  private final Rows products = Rows.products();

  @TempDir Path root;

  private ParquetFiles open(long fileBytes) throws IOException {
    return new ParquetFiles(
        LogDirectory.open(root, CLOCK, 1L << 30), CLOCK, fileBytes, Duration.ofHours(1));
  }

  private List<Path> files() throws IOException {
    try (var list = Files.list(root)) {
      return list.filter(f -> !f.endsWith("lock")).sorted().toList();
    }
  }

  private static List<String> query(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection connection = new DuckDBDriver().connect("jdbc:duckdb:", new Properties());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= columns; i++) {
          row.append(i == 1 ? "" : "|").append(result.getString(i));
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  @Test
  void duckDbReadsAllOfIt() throws Exception {
    try (ParquetFiles files = open(1 << 30)) {
      files.write(products.logged(0, 1_000));
      files.write(products.logged(1_000, 1_003));
      files.write(new Rows("values", Bundles.values(1)).logged(0, 5));
      assertThat(files()).isEmpty();
    }
    assertThat(files()).hasSize(2).allMatch(f -> f.toString().endsWith(".parquet"));
    String from = " from read_parquet('" + files().get(0) + "') ";
    assertThat(
            query(
                "select count(*), count(inputs.price), sum(inputs.price), count(inputs.brand),"
                    + " count(distinct inputs.title), min(inputs.listed), max(model), max(version),"
                    + " max(\"requestId\"), max(\"predictionId\"), max(\"servedBy\"),"
                    + " min(epoch_us(time)), max(epoch_us(time))"
                    + from))
        .containsExactly(
            "1003|668|"
                + sumOfPrices(1_003)
                + "|0|1003|2026-01-31|products|3|r-1|null|model|1795342530123456|1795342530123456");
    assertThat(query("select inputs.title, inputs.reviews" + from + "limit 1 offset 1002"))
        .containsExactly("title 1002|12.0");
    LoggedRow one = products.logged("x", "50");
    var expected = (dev.grove.bundle.Prediction.Classification) one.prediction();
    assertThat(
            query(
                "select distinct outputs.label, outputs.confidence,"
                    + " outputs.probabilities['Toys & Games']"
                    + from
                    + "where inputs.price > 10"))
        .containsExactly(
            expected.label() + "|" + expected.confidence() + "|" + expected.probability(2));
    assertThat(
            query(
                "select count(*), count(outputs.prediction) from read_parquet('"
                    + files().get(1)
                    + "')"))
        .containsExactly("5|5");
  }

  private static double sumOfPrices(int rows) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += i % 3 == 0 ? 0 : i + 0.5;
    }
    return sum;
  }

  @Test
  void largeRowsMakeGroupsAndFullFilesAreClosed() throws Exception {
    byte[] random = new byte[50_000];
    Random source = new Random(7);
    try (ParquetFiles files = open(6 << 20)) {
      for (int i = 0; i < 200; i++) {
        source.nextBytes(random);
        files.write(List.of(products.logged(HexFormat.of().formatHex(random), "1")));
      }
      assertThat(files()).anyMatch(f -> f.toString().endsWith(".parquet"));
    }
    assertThat(files().size()).isBetween(2, 3);
    assertThat(
            query(
                "select count(*), count(distinct inputs.title), min(length(inputs.title)) from"
                    + " read_parquet('"
                    + root
                    + "/*.parquet')"))
        .containsExactly("200|200|100000");
    assertThat(
            query(
                "select count(distinct row_group_id) > 1 from parquet_metadata('"
                    + files().get(0)
                    + "')"))
        .containsExactly("true");
  }

  @Test
  void whatAProcessThatDiedLeftIsRemoved() throws IOException {
    Path left = Files.createFile(root.resolve("predictions-0.parquet.tmp"));
    open(1 << 20).close();
    assertThat(left).doesNotExist();
  }
}
