package dev.grove.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmbeddedServerTest {
  @Test
  void testResourceNamesTheDatasource() throws Exception {
    PostgresTestResource resource = new PostgresTestResource();
    try {
      Map<String, String> config = resource.start();
      try (Connection connection =
              DriverManager.getConnection(
                  config.get("quarkus.datasource.jdbc.url"),
                  config.get("quarkus.datasource.username"),
                  config.get("quarkus.datasource.password"));
          ResultSet rows = connection.createStatement().executeQuery("SHOW listen_addresses")) {
        rows.next();
        assertThat(rows.getString(1)).isEqualTo("127.0.0.1");
      }
    } finally {
      resource.stop();
    }
  }
}
