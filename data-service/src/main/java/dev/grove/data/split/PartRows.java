package dev.grove.data.split;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.grove.data.dataset.CellReader;
import dev.grove.data.dataset.Column;
import dev.grove.data.dataset.DatasetStore;
import dev.grove.data.dataset.DatasetVersion;
import dev.grove.data.dataset.DuckDb;
import dev.grove.data.dataset.Staging;
import dev.grove.data.dataset.TableColumns;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;

/** Reads a stored part, always in the same order, and writes it in the form that is asked for. */
@Singleton
final class PartRows {
  private static final int BUFFER = 1 << 16;

  private final DatasetStore store;
  private final DuckDb duckDb;

  PartRows(DatasetStore store, DuckDb duckDb) {
    this.store = store;
    this.duckDb = duckDb;
  }

  /**
   * Which rows of a part.
   *
   * @param limit negative for no limit
   */
  record Range(long offset, long limit) {
    private String sql() {
      return (limit < 0 ? "" : " LIMIT " + limit) + (offset == 0 ? "" : " OFFSET " + offset);
    }
  }

  /** As CSV: a missing value is an empty field, the empty text is {@code ""}. */
  void writeCsv(DatasetVersion version, Part part, Range range, OutputStream out)
      throws IOException {
    List<Column> columns = version.schema().columns();
    String list =
        IntStream.range(0, columns.size())
            .mapToObj(i -> CellReader.expression(columns.get(i).type(), TableColumns.name(i)))
            .collect(Collectors.joining(", "));
    try (Staging staging = store.stage();
        DuckDBConnection connection = duckDb.inMemory(staging.scratch("engine"));
        PreparedStatement statement =
            connection.prepareStatement("SELECT " + list + from(version, part, range));
        ResultSet rows = statement.executeQuery();
        CsvWriter csv =
            CsvWriter.builder()
                .quoteStrategy(QuoteStrategies.EMPTY)
                .bufferSize(BUFFER)
                .build(out, StandardCharsets.UTF_8)) {
      String[] fields = columns.stream().map(Column::name).toArray(String[]::new);
      csv.writeRecord(fields);
      while (rows.next()) {
        for (int i = 0; i < fields.length; i++) {
          fields[i] = CellReader.text(rows, i + 1, columns.get(i).type());
        }
        csv.writeRecord(Arrays.asList(fields));
      }
    } catch (SQLException e) {
      throw new IOException("Reading a stored part failed", e);
    }
  }

  /** As Parquet, with the columns' own names. */
  void writeParquet(DatasetVersion version, Part part, Range range, OutputStream out)
      throws IOException {
    List<Column> columns = version.schema().columns();
    String list =
        IntStream.range(0, columns.size())
            .mapToObj(i -> TableColumns.name(i) + " AS " + DuckDb.identifier(columns.get(i).name()))
            .collect(Collectors.joining(", "));
    try (Staging staging = store.stage()) {
      Path file = staging.scratch("part.parquet");
      try (DuckDBConnection connection = duckDb.inMemory(staging.scratch("engine"))) {
        DuckDb.execute(
            connection,
            "COPY (SELECT "
                + list
                + from(version, part, range)
                + ") TO "
                + DuckDb.literal(file)
                + " (FORMAT parquet, COMPRESSION zstd)");
      }
      Files.copy(file, out);
    } catch (SQLException e) {
      throw new IOException("Writing a part as Parquet failed", e);
    }
  }

  private String from(DatasetVersion version, Part part, Range range) throws IOException {
    Path file = store.file(version.id(), part.fileName());
    return " FROM read_parquet(" + DuckDb.literal(file) + ")" + range.sql();
  }
}
