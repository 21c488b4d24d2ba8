package dev.grove.local.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A throw-away PostgreSQL server for tests, unpacked from Maven artifacts: no Docker, no installed
 * database.
 *
 * <p>It listens on the loopback address alone, with no Unix socket, so that root and ordinary users
 * of one machine never meet. As root it runs in a user namespace, because PostgreSQL refuses root.
 */
public final class EmbeddedServer implements AutoCloseable {
  /** The database that every service shares, each in a schema of its own. */
  public static final String DATABASE = "postgres";

  public static final String USER = "postgres";

  private final EmbeddedPostgres postgres;

  private EmbeddedServer(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /**
   * A throw-away server for tests, on a free port, without waiting for the disk: it ends with the
   * JVM.
   *
   * @param directory where binaries and data go; created if missing
   */
  public static EmbeddedServer forTests(Path directory) throws IOException {
    return new EmbeddedServer(
        builder(directory, freePort())
            .setDataDirectory(Files.createTempDirectory(Files.createDirectories(directory), "data"))
            .setCleanDataDirectory(true)
            .setServerConfig("synchronous_commit", "off")
            .start());
  }

  private static EmbeddedPostgres.Builder builder(Path directory, int port) throws IOException {
    Path binaries = Files.createDirectories(directory.resolve("binaries"));
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setOverrideWorkingDirectory(binaries.toFile())
        .setPGStartupWait(Duration.ofSeconds(60))
        .setServerConfig("listen_addresses", "127.0.0.1")
        .setServerConfig("unix_socket_directories", "''")
        .setServerConfig("max_connections", "100");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  public int port() {
    return postgres.getPort();
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port() + "/" + DATABASE;
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }
}
