package dev.grove.data.ingest;

import dev.grove.data.Page;
import dev.grove.data.dataset.DatasetVersion;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Keeps the first rejected rows of each version in Postgres. */
@ApplicationScoped
public class RejectedRowStore {
  private static final int BATCH = 1_000;

  private final AgroalDataSource postgres;

  RejectedRowStore(AgroalDataSource postgres) {
    this.postgres = postgres;
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public void insert(long version, List<RejectedRow> rows) throws SQLException {
    try (Connection connection = postgres.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "INSERT INTO data.rejected_row (version_id, line, reason, content)"
                    + " VALUES (?, ?, ?, ?)")) {
      int batched = 0;
      for (RejectedRow row : rows) {
        statement.setLong(1, version);
        statement.setLong(2, row.line());
        statement.setString(3, row.reason());
        statement.setString(4, row.text());
        statement.addBatch();
        if (++batched % BATCH == 0) {
          statement.executeBatch();
        }
      }
      statement.executeBatch();
    }
  }

  /** Rows in the order of the source; one more than the limit if there are more. */
  @Transactional
  public List<RejectedRow> of(DatasetVersion version, Page.Request page) throws SQLException {
    try (Connection connection = postgres.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id, line, reason, content FROM data.rejected_row"
                    + " WHERE version_id = ? AND id > ? ORDER BY id LIMIT ?")) {
      statement.setLong(1, version.number());
      statement.setLong(2, page.after() == null ? -1 : page.after());
      statement.setInt(3, page.limit() + 1);
      List<RejectedRow> rows = new ArrayList<>();
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          rows.add(
              new RejectedRow(
                  found.getLong(1), found.getLong(2), found.getString(3), found.getString(4)));
        }
      }
      return rows;
    }
  }
}
