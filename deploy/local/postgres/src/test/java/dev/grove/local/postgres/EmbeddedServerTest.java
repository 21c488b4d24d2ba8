package dev.grove.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
  @Test
  void durableServerFindsItsDataAgain(@TempDir Path directory) throws Exception {
    int port;
    try (EmbeddedServer server = EmbeddedServer.forTests(directory.resolve("port"))) {
      port = server.port();
    }
    try (EmbeddedServer server = EmbeddedServer.durable(directory, port)) {
      assertThat(query(server.jdbcUrl(), "SHOW fsync")).isEqualTo("on");
      assertThat(query(server.jdbcUrl(), "SHOW synchronous_commit")).isEqualTo("on");
      update(server.jdbcUrl(), "CREATE TABLE kept AS SELECT 'still here' AS word");
    }
    try (EmbeddedServer server = EmbeddedServer.durable(directory, port)) {
      assertThat(query(server.jdbcUrl(), "SELECT word FROM kept")).isEqualTo("still here");
    }
  }

  @Test
  void testResourceNamesTheDatasource() throws Exception {
    PostgresTestResource resource = new PostgresTestResource();
    try {
      Map<String, String> config = resource.start();
      assertThat(query(config.get("quarkus.datasource.jdbc.url"), "SHOW listen_addresses"))
          .isEqualTo("127.0.0.1");
    } finally {
      resource.stop();
    }
  }

  private static String query(String url, String sql) throws SQLException {
    try (Connection connection = connect(url);
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static void update(String url, String sql) throws SQLException {
    try (Connection connection = connect(url)) {
      connection.createStatement().execute(sql);
    }
  }

  private static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, EmbeddedServer.USER, "");
  }
}
