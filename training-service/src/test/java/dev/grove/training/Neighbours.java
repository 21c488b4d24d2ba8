package dev.grove.training;

import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.local.services.Service;
import dev.grove.local.services.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The services that training talks to, as processes from the jars that the build made. */
public final class Neighbours implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("grove.root"));
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Path directory;
  private final EmbeddedServer postgres;
  private final ServiceProcess data;
  private final int registryPort;
  private ServiceProcess registry;

  private Neighbours(
      Path directory, EmbeddedServer postgres, ServiceProcess data, int registryPort) {
    this.directory = directory;
    this.postgres = postgres;
    this.data = data;
    this.registryPort = registryPort;
  }

  /**
   * Whether data-service and registry-service are built; tests that need them are skipped if not.
   */
  public static boolean built() {
    return Files.exists(Service.DATA.jar(ROOT)) && Files.exists(Service.REGISTRY.jar(ROOT));
  }

  public static Neighbours start(String name) throws IOException, InterruptedException {
    Path directory = Path.of(System.getProperty("java.io.tmpdir"), name).toAbsolutePath();
    Files.createDirectories(directory);
    EmbeddedServer postgres = EmbeddedServer.forTests(directory.resolve("postgres"));
    Map<String, String> config = new HashMap<>(database(postgres));
    config.put("grove.datasets.directory", directory.resolve("datasets").toString());
    ServiceProcess data =
        ServiceProcess.forTests(Service.DATA, ROOT, directory.resolve("data"), config);
    return new Neighbours(directory, postgres, data, ServiceProcess.freePort());
  }

  public void startRegistry() throws IOException, InterruptedException {
    Map<String, String> config = new HashMap<>(database());
    config.put("grove.artifacts.directory", directory.resolve("artifacts").toString());
    Path own = Files.createDirectories(directory.resolve("registry"));
    registry =
        ServiceProcess.start(Service.REGISTRY, ROOT, own, registryPort, config)
            .awaitLive(java.time.Duration.ofSeconds(90));
  }

  /** As a power cut would. */
  public void killRegistry() throws InterruptedException {
    registry.kill();
  }

  public Map<String, String> database() {
    return database(postgres);
  }

  private static Map<String, String> database(EmbeddedServer postgres) {
    return Map.of(
        "quarkus.datasource.jdbc.url",
        postgres.jdbcUrl(),
        "quarkus.datasource.username",
        EmbeddedServer.USER,
        "quarkus.datasource.password",
        "");
  }

  public URI dataUrl() {
    return data.uri("");
  }

  public URI registryUrl() {
    return URI.create("http://127.0.0.1:" + registryPort);
  }

  /** Loads a table; the answer is the version. */
  public String load(String dataset, String options, String csv)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(data.uri("/datasets/" + dataset + "/versions?" + options))
            .header("Content-Type", "text/csv")
            .POST(BodyPublishers.ofString(csv))
            .build();
    var answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 201 && answer.statusCode() != 200) {
      throw new IOException(answer.statusCode() + ": " + answer.body());
    }
    return answer.body();
  }

  /** Offers of shops with odd blanks and gaps, whose kind follows from the title, mostly. */
  public static String offers(int rows) {
    Random random = new Random(11);
    List<List<String>> words =
        List.of(
            List.of("phone", "sim", "dual", "5g"),
            List.of("fridge", "freezer", "frost", "litre"),
            List.of("camera", "lens", "zoom", "mm"));
    StringBuilder csv = new StringBuilder("id,title,shop,price,seen,kind,rank\n");
    for (int row = 0; row < rows; row++) {
      int kind = random.nextInt(3);
      List<String> own = words.get(random.nextInt(12) == 0 ? random.nextInt(3) : kind);
      csv.append(1_000 + row).append(',');
      for (int i = 0; i < 3; i++) {
        csv.append(own.get(random.nextInt(own.size()))).append(random.nextInt(40)).append(' ');
      }
      csv.append(", shop").append(random.nextInt(9)).append(" ,");
      csv.append(random.nextInt(9) == 0 ? "NA" : Integer.toString(random.nextInt(500)));
      csv.append(".5,2026-03-").append(10 + random.nextInt(20)).append(',');
      csv.append(List.of("phone", "fridge", "camera").get(kind)).append(',');
      csv.append(kind * 10 + random.nextInt(5)).append('\n');
    }
    return csv.toString().replace("NA.5", "NA");
  }

  @Override
  public void close() throws IOException {
    data.close();
    if (registry != null) {
      registry.close();
    }
    postgres.close();
  }
}
