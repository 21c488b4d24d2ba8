package dev.grove.registry.postgres;

import dev.grove.local.postgres.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A real PostgreSQL with the registry's tables, for tests that need no HTTP. */
public final class MigratedDatabase implements AutoCloseable {
  private final EmbeddedServer server;

  private MigratedDatabase(EmbeddedServer server) {
    this.server = server;
  }

  public static MigratedDatabase start(String name) throws IOException {
    MigratedDatabase started =
        new MigratedDatabase(
            EmbeddedServer.forTests(Path.of(System.getProperty("java.io.tmpdir"), name)));
    Flyway.configure()
        .dataSource(started.source())
        .schemas("registry")
        .createSchemas(true)
        .load()
        .migrate();
    return started;
  }

  /** Gives a new connection each time; a pool of one's own would hide who holds which. */
  public PGSimpleDataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.jdbcUrl());
    source.setUser(EmbeddedServer.USER);
    return source;
  }

  public Database database() {
    return new Database(source());
  }

  public Connection connection() throws SQLException {
    return source().getConnection();
  }

  /** Empties what events and webhooks fill. */
  public void clear() {
    database()
        .run(
            connection -> {
              Statements.change(connection, "truncate registry.event, registry.webhook cascade");
              Statements.change(
                  connection,
                  "update registry.event_head set last_position = 0, dropped_position = 0");
              return Statements.change(
                  connection, "update registry.event_follower set position = 0");
            });
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
