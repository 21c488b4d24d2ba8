package dev.grove.local.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A PostgreSQL server of our own whose data survives a power cut: every commit is on the disk
 * before it is acknowledged. It outlives this JVM, and a later one finds it again by its data
 * directory.
 *
 * <p>It listens on the loopback address alone, with no Unix socket, so that root and ordinary users
 * of one machine never meet. As root it runs in a user namespace, because PostgreSQL refuses root.
 */
public final class DurableServer {
  private static final int START_SECONDS = 60;
  private static final int STOP_SECONDS = 30;

  /** After a kill the old server's children take a moment to notice that they are orphans. */
  private static final int ATTEMPTS = 4;

  private final Path directory;
  private final Path binaries;
  private final Path data;
  private final Path log;

  /**
   * @param directory where binaries and data go; created if missing, data found again if not
   * @param log what the server says is appended here
   */
  public DurableServer(Path directory, Path log) {
    this(directory, directory.toAbsolutePath().resolve("binaries"), log);
  }

  /** As above, with binaries that several servers share. */
  DurableServer(Path directory, Path binaries, Path log) {
    this.binaries = binaries;
    this.directory = directory.toAbsolutePath().normalize();
    this.data = this.directory.resolve("data");
    this.log = log.toAbsolutePath();
  }

  /** The server of this data directory, whoever started it; nothing if it does not run. */
  public Optional<Postmaster> running() throws IOException {
    return Postmaster.read(data).filter(postmaster -> postmaster.process().isPresent());
  }

  /**
   * Starts it and waits until it takes connections; recovers first, if it was killed.
   *
   * @throws IOException with what it said, if it does not start
   */
  public void start(int port) throws IOException, InterruptedException {
    PostgresProgram program = new PostgresProgram(PostgresBinaries.unpack(binaries));
    if (!Files.isRegularFile(data.resolve("PG_VERSION"))) {
      initialise(program);
    }
    if (running().isEmpty() && isStrangers()) {
      Files.delete(Postmaster.file(data));
    }
    IOException failure = null;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (attempt > 0) {
        Thread.sleep(1_000);
      }
      try {
        program.run(
            "pg_ctl", control("start", START_SECONDS, "-l", log.toString(), "-o", settings(port)));
        return;
      } catch (IOException e) {
        failure = e;
      }
    }
    throw new IOException("PostgreSQL does not start: " + failure.getMessage() + tail(), failure);
  }

  /** A living process bears the number of the one that was killed: PostgreSQL would wait for it. */
  private boolean isStrangers() throws IOException {
    return Postmaster.read(data)
        .flatMap(postmaster -> ProcessHandle.of(postmaster.pid()))
        .filter(ProcessHandle::isAlive)
        .isPresent();
  }

  /** Ends it, open connections or not; does nothing if it does not run. */
  public void stop() throws IOException, InterruptedException {
    if (running().isEmpty()) {
      return;
    }
    PostgresProgram program = new PostgresProgram(PostgresBinaries.unpack(binaries));
    try {
      program.run("pg_ctl", control("stop", STOP_SECONDS, "-m", "fast"));
    } catch (IOException e) {
      program.run("pg_ctl", control("stop", STOP_SECONDS, "-m", "immediate"));
    }
  }

  /** In a scratch directory first: half a database would never start, and never be made again. */
  private void initialise(PostgresProgram program) throws IOException, InterruptedException {
    Path scratch = directory.resolve("data.new");
    if (Files.exists(scratch)) {
      PostgresBinaries.delete(scratch);
    }
    program.run(
        "initdb",
        List.of(
            "--pgdata=" + scratch,
            "--username=" + EmbeddedServer.USER,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions"));
    Files.move(scratch, data);
  }

  private List<String> control(String action, int seconds, String... more) {
    List<String> words =
        new ArrayList<>(List.of(action, "-D", data.toString(), "-w", "-t", "" + seconds));
    words.addAll(List.of(more));
    return words;
  }

  private static String settings(int port) {
    return "-p "
        + port
        + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        + " -c fsync=on -c synchronous_commit=on -c full_page_writes=on"
        + " -c max_connections=100 -c log_timezone=UTC -c timezone=UTC";
  }

  private String tail() throws IOException {
    if (!Files.isRegularFile(log)) {
      return "";
    }
    List<String> lines = Files.readString(log, StandardCharsets.UTF_8).lines().toList();
    return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
  }

  /** Where the services find it. */
  public static String jdbcUrl(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + EmbeddedServer.DATABASE;
  }
}
