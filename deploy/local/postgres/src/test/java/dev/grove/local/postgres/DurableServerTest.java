package dev.grove.local.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableServerTest {
  @TempDir private static Path binaries;
  @TempDir private Path directory;
  private DurableServer server;
  private int port;

  @BeforeEach
  void make() throws IOException {
    server = new DurableServer(directory, binaries, directory.resolve("postgres.log"));
    port = freePort();
  }

  @AfterEach
  void stop() throws Exception {
    server.stop();
  }

  @Test
  void everyCommitIsOnTheDiskAndNobodyElseListens() throws Exception {
    server.start(port);

    for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
      assertThat(query("SHOW " + setting)).as(setting).isEqualTo("on");
    }
    assertThat(query("SHOW listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(query("SHOW unix_socket_directories")).isEmpty();
    assertThat(query("SELECT upper('größe') || (('a' < 'B')::text)"))
        .as("the same in every locale")
        .isEqualTo("GRÖßEfalse");
  }

  @Test
  void findsItsDataAgainOnAnotherPort() throws Exception {
    server.start(port);
    update("CREATE TABLE kept AS SELECT 'still here' AS word");
    server.stop();
    assertThat(server.running()).isEmpty();

    port = freePort();
    server.start(port);

    assertThat(query("SELECT word FROM kept")).isEqualTo("still here");
  }

  @Test
  void whatWasCommittedSurvivesKill() throws Exception {
    server.start(port);
    update("CREATE TABLE kept (word text)");
    try (Connection open = connect()) {
      open.createStatement().execute("INSERT INTO kept VALUES ('acknowledged')");
      kill(server.running().orElseThrow());
    }
    assertThat(server.running()).isEmpty();

    server.start(port);

    assertThat(query("SELECT word FROM kept")).isEqualTo("acknowledged");
  }

  @Test
  void anotherLauncherFindsTheRunningServer() throws Exception {
    server.start(port);

    DurableServer other = new DurableServer(directory, binaries, directory.resolve("new.log"));

    Postmaster found = other.running().orElseThrow();
    assertThat(found.port()).isEqualTo(port);
    assertThat(found.ready()).isTrue();
    other.stop();
    assertThat(server.running()).isEmpty();
  }

  @Test
  void neverTakesARecycledNumberForItsOwn() throws Exception {
    server.start(port);
    update("CREATE TABLE kept AS SELECT 'still here' AS word");
    Postmaster killed = server.running().orElseThrow();
    kill(killed);
    Process stranger = new ProcessBuilder("sleep", "60").start();
    try {
      List<String> lines = Files.readAllLines(Postmaster.file(killed.data()));
      lines.set(0, Long.toString(stranger.pid()));
      lines.set(2, Long.toString(Instant.now().getEpochSecond()));
      Files.write(Postmaster.file(killed.data()), lines);

      assertThat(server.running()).isEmpty();
      server.stop();
      assertThat(stranger.isAlive()).isTrue();
      server.start(port);

      assertThat(query("SELECT word FROM kept")).isEqualTo("still here");
      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroyForcibly();
    }
  }

  @Test
  void tellsWhatPostgresSaidWhenItDoesNotStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> server.start(taken.getLocalPort()))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("Address already in use");
    }
  }

  @Test
  void halfWrittenProcessFileIsNoServer() throws Exception {
    Path data = Files.createDirectories(directory.resolve("half"));
    Files.writeString(Postmaster.file(data), "12\n");
    assertThat(Postmaster.read(data)).isEmpty();

    Files.writeString(Postmaster.file(data), "a\nb\nc\nd\n");
    assertThat(Postmaster.read(data)).isEmpty();
  }

  @Test
  void namesTheArchiveOfEachPlatform() throws Exception {
    assertThat(PostgresBinaries.archive("Linux", "amd64")).isEqualTo("postgres-linux-x86_64");
    assertThat(PostgresBinaries.archive("Linux", "aarch64")).isEqualTo("postgres-linux-arm_64");
    assertThat(PostgresBinaries.archive("Mac OS X", "aarch64")).isEqualTo("postgres-darwin-arm_64");
    assertThatThrownBy(() -> PostgresBinaries.archive("SunOS", "sparcv9"))
        .hasMessageContaining("no embedded PostgreSQL for SunOS on sparcv9");
  }

  private static void kill(Postmaster postmaster) throws Exception {
    ProcessHandle process = postmaster.process().orElseThrow();
    process.destroyForcibly();
    process.onExit().get();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = connect();
        ResultSet rows = connection.createStatement().executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private void update(String sql) throws SQLException {
    try (Connection connection = connect()) {
      connection.createStatement().execute(sql);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(DurableServer.jdbcUrl(port), EmbeddedServer.USER, "");
  }
}
