package dev.grove.local.postgres;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} a real PostgreSQL: {@code @QuarkusTestResource(
 * PostgresTestResource.class)}.
 */
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
  private EmbeddedServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = EmbeddedServer.forTests(Path.of(System.getProperty("java.io.tmpdir"), "postgres"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "quarkus.datasource.jdbc.url",
        server.jdbcUrl(),
        "quarkus.datasource.username",
        EmbeddedServer.USER,
        "quarkus.datasource.password",
        "");
  }

  @Override
  public void stop() {
    if (server == null) {
      return;
    }
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
