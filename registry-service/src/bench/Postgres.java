import dev.grove.local.postgres.DurableServer;
import java.nio.file.Path;

/** Starts or stops the local stack's PostgreSQL: {@code Postgres.java DIRECTORY [PORT]}. */
final class Postgres {
  private Postgres() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    DurableServer server = new DurableServer(directory, directory.resolve("log"));
    server.stop();
    if (arguments.length > 1) {
      server.start(Integer.parseInt(arguments[1]));
    }
  }
}
