import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;

/**
 * Fills a registry's database with an experiment of many runs and prints the experiment's id.
 *
 * <p>{@code java -cp postgresql.jar registry-service/src/bench/Seed.java jdbc:postgresql://…
 * RUNS [METRICS PARAMS TAGS [EXPERIMENTS]]}, where the registry has been started once.
 */
final class Seed {
  private Seed() {}

  public static void main(String[] arguments) throws Exception {
    int runs = Integer.parseInt(arguments[1]);
    int[] logged = {10, 10, 5, 1};
    for (int i = 2; i < arguments.length; i++) {
      logged[i - 2] = Integer.parseInt(arguments[i]);
    }
    String sql = Files.readString(Path.of("registry-service/src/bench/seed.sql"));
    try (Connection connection = DriverManager.getConnection(arguments[0], "postgres", "");
        PreparedStatement seed = connection.prepareStatement(sql);
        Statement analyze = connection.createStatement()) {
      for (int i = 0; i < logged[3]; i++) {
        seed.setString(1, "seeded-" + runs + "-" + i + "-" + System.currentTimeMillis());
        seed.setInt(2, runs);
        seed.setInt(3, logged[0]);
        seed.setInt(4, logged[1]);
        seed.setInt(5, logged[2]);
        try (ResultSet row = seed.executeQuery()) {
          row.next();
          System.out.println(row.getLong(1));
        }
      }
      analyze.execute("vacuum analyze registry.run, registry.latest_metric, registry.param, registry.tag");
    }
  }
}
