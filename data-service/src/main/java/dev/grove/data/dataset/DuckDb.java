package dev.grove.data.dataset;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/**
 * Opens DuckDB for one job at a time, with bounded memory and without the means to load extensions
 * from anywhere.
 */
@Singleton
public final class DuckDb {
  private final DatasetsConfig config;

  DuckDb(DatasetsConfig config) {
    this.config = config;
  }

  /**
   * A database of its own, gone when the connection closes.
   *
   * @param scratch where to put what does not fit into memory
   */
  public DuckDBConnection inMemory(Path scratch) throws SQLException {
    return connect("jdbc:duckdb:", scratch);
  }

  /** A new database in a file. */
  public DuckDBConnection inFile(Path file, Path scratch) throws SQLException {
    return connect("jdbc:duckdb:" + file.toAbsolutePath(), scratch);
  }

  private DuckDBConnection connect(String url, Path scratch) throws SQLException {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("memory_limit", config.engineMemory());
    settings.setProperty("threads", Integer.toString(config.engineThreads()));
    settings.setProperty("temp_directory", scratch.toAbsolutePath().toString());
    settings.setProperty("preserve_insertion_order", "true");
    settings.setProperty("lock_configuration", "true");
    settings.setProperty(DuckDBDriver.JDBC_STREAM_RESULTS, "true");
    return (DuckDBConnection) new DuckDBDriver().connect(url, settings);
  }

  /** Runs one statement; prepared, because DuckDB then tells what is wrong with it. */
  public static void execute(DuckDBConnection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  /** The single number that a query gives. */
  public static long number(DuckDBConnection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** A path or text as an SQL literal. */
  public static String literal(Object value) {
    return "'" + value.toString().replace("'", "''") + "'";
  }

  /** A name as an SQL identifier. */
  public static String identifier(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
