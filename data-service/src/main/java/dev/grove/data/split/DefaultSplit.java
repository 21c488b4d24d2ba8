package dev.grove.data.split;

import dev.grove.data.dataset.DuckDb;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * Divides rows into 70 % training, 15 % validation and 15 % test, class by class.
 *
 * <p>Within a class, rows are put in the order of a seeded hash of their place in the source, and
 * the order is cut at the rounded shares. So the same source is always divided in the same way,
 * whatever the number of threads, and each class has its exact share in every part.
 */
public final class DefaultSplit implements AutoCloseable {
  public static final String NAME = "default";
  public static final long SEED = 42;

  private static final String DIVIDE =
      """
      CREATE TABLE parts AS
      SELECT ordinal,
        CASE WHEN place <= (70 * size + 50) // 100 THEN 0
             WHEN place <= (85 * size + 50) // 100 THEN 1
             ELSE 2 END AS part
      FROM (SELECT ordinal,
              row_number() OVER (PARTITION BY class ORDER BY hash) AS place,
              count(*) OVER (PARTITION BY class) AS size
            FROM strata)
      """;

  private final DuckDBConnection connection;
  private final DuckDBAppender strata;

  /** Begins with no rows. */
  public DefaultSplit(DuckDBConnection connection) throws SQLException {
    this.connection = connection;
    DuckDb.execute(connection, "CREATE TABLE strata (ordinal BIGINT, class VARCHAR, hash BIGINT)");
    this.strata = connection.createAppender("strata");
  }

  /**
   * Takes a row.
   *
   * @param ordinal its place in the source
   * @param label its class; null where classes do not matter
   */
  public void add(long ordinal, String label) throws SQLException {
    strata.beginRow().append(ordinal).append(label).append(hash(SEED, ordinal)).endRow();
  }

  /** SplitMix64's output function: a permutation of 64 bits, so that no two rows tie. */
  static long hash(long seed, long ordinal) {
    long z = ordinal * 0x9E3779B97F4A7C15L + seed;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  /** How many classes there are; no further rows may be added. */
  public long classes() throws SQLException {
    strata.close();
    return DuckDb.number(
        connection, "SELECT count(*) FROM (SELECT class FROM strata GROUP BY class)");
  }

  /**
   * Divides the rows.
   *
   * @param stratified whether each class is divided by itself
   */
  public SplitSizes divide(boolean stratified) throws SQLException {
    strata.close();
    DuckDb.execute(connection, stratified ? DIVIDE : DIVIDE.replace("PARTITION BY class", ""));
    DuckDb.execute(connection, "DROP TABLE strata");
    long[] sizes = new long[Part.values().length];
    for (Part part : Part.values()) {
      sizes[part.number()] =
          DuckDb.number(connection, "SELECT count(*) FROM parts WHERE part = " + part.number());
    }
    return new SplitSizes(NAME, SEED, sizes[0], sizes[1], sizes[2]);
  }

  /** The parts of the rows in the order of the source. */
  public Parts parts() throws SQLException {
    return new Parts(connection);
  }

  /** Goes through the rows' parts. */
  public static final class Parts implements AutoCloseable {
    private final DuckDBConnection reading;
    private final PreparedStatement statement;
    private final ResultSet parts;

    private Parts(DuckDBConnection connection) throws SQLException {
      reading = connection.duplicate();
      statement = reading.prepareStatement("SELECT part FROM parts ORDER BY ordinal");
      parts = statement.executeQuery();
    }

    /** The next row's part, as its {@link Part#number}. */
    public byte next() throws SQLException {
      parts.next();
      return parts.getByte(1);
    }

    @Override
    public void close() throws SQLException {
      parts.close();
      statement.close();
      reading.close();
    }
  }

  @Override
  public void close() throws SQLException {
    strata.close();
  }
}
