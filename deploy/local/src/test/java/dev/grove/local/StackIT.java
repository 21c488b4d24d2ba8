package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.local.postgres.DurableServer;
import dev.grove.local.services.Service;
import dev.grove.local.services.ServiceProcess;
import dev.grove.local.stack.Stack;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** The whole of Grove, as a user runs it: real PostgreSQL, real services, real training. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StackIT {
  private static final Path ROOT = Path.of(System.getProperty("grove.root"));
  private static final Path WORK = ROOT.resolve("deploy/local/target/end-to-end");

  private final Launcher grove = new Launcher(ROOT, WORK.resolve("state"));
  private final Wire wire = new Wire();
  private final int base = FreePorts.base();
  private Launcher.Run demo;

  @BeforeAll
  void demo() throws Exception {
    Files.createDirectories(WORK);
    demo =
        grove.run("demo", "--port-base", base, "--name", "sample", "--rows", 2_000, "--rounds", 15);
  }

  @AfterAll
  void down() {
    assertThat(grove.run("down").code()).isZero();
    assertThat(grove.run("status").code()).isEqualTo(3);
  }

  private String uri(Service service, String path) {
    return "http://127.0.0.1:" + service.port(base) + path;
  }

  private Path write(String name, String content) throws Exception {
    return Files.writeString(WORK.resolve(name), content);
  }

  private static double figure(String text, String metric) {
    Matcher line = Pattern.compile("(?m)^   " + metric + " +[0-9.]+ +([0-9.]+)$").matcher(text);
    assertThat(line.find()).as("%s in%n%s", metric, text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  private static double last(Launcher.Run run, String metric) {
    assertThat(run.lastLine()).as("%s", run).startsWith(metric + ": ");
    return Double.parseDouble(run.lastLine().substring(metric.length() + 2));
  }

  @Test
  @Order(1)
  void demoTakesATableToServedPredictions() {
    assertThat(demo.code()).as("%s", demo).isZero();
    assertThat(demo.out())
        .contains("1/8 Start", "2/8 Load", "3/8 Profile", "4/8 Train", "5/8 Evaluate")
        .contains("6/8 Register", "7/8 Promote", "8/8 Predict")
        .contains("rows        2,000 (0 rejected, 0 duplicates)")
        .contains("category (target)")
        .contains("left out    product_id: key")
        .contains("sample@champion is version 1")
        .contains("true category")
        .contains(uri(Service.INFERENCE, "/q/swagger-ui/"));
    assertThat(figure(demo.out(), "accuracy")).isBetween(0.6, 0.999);
    assertThat(grove.run("status").code()).isZero();
  }

  @Test
  @Order(2)
  void predictPrintsALineForEachRowAndTheAccuracy() throws Exception {
    String csv =
        new String(
            wire.bytes(uri(Service.DATA, "/samples/products?rows=700&seed=7")),
            StandardCharsets.UTF_8);
    Path rows = write("products.csv", csv);

    Launcher.Run run = grove.run("predict", "--data", rows, "--target", "category");

    assertThat(run.code()).as("%s", run).isZero();
    assertThat(run.out().lines()).hasSize(702).startsWith("category,confidence");
    assertThat(run.out().lines().skip(1).limit(700))
        .allMatch(line -> line.matches("[A-Z].+,[01]\\.[0-9]{6}"));
    assertThat(last(run, "accuracy")).isBetween(0.6, 0.999);
    assertThat(grove.run("predict", "--data", rows, "--model", "sample").out().lines())
        .as("nothing to compare with")
        .hasSize(701);
  }

  @Test
  @Order(3)
  void badRowsKeepTheirLines() throws Exception {
    Path rows =
        write(
            "bad.csv",
            "title,price,category\nlaptop,10,Laptops\nlaptop\nlaptop,dear,Laptops\ntv,9,Televisions\n");

    Launcher.Run run =
        grove.run("predict", "--data", rows, "--model", "sample", "--target", "last");

    assertThat(run.code()).as("%s", run).isZero();
    List<String> lines = run.out().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(2)).isEqualTo(",");
    assertThat(lines.get(3)).isEqualTo(",");
    assertThat(lines.get(4)).doesNotStartWith(",");
    assertThat(run.err())
        .contains("line 3 is not predicted: it does not have 3 fields")
        .contains("line 4 is not predicted: ")
        .contains("price")
        .contains("2 of 4 rows not predicted")
        .contains("count as missing: seller_id, brand");
  }

  @Test
  @Order(4)
  void numbersWithoutAHeaderMakeARegression() throws Exception {
    StringBuilder csv = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      csv.append(i % 60 / 2.0 + 0.25)
          .append(';')
          .append(i % 60)
          .append(';')
          .append(i % 7)
          .append('\n');
    }
    Path rows = write("numbers.csv", csv.toString());

    Launcher.Run run =
        grove.run(
            "demo",
            "--data",
            rows,
            "--target",
            "0",
            "--no-header",
            "--delimiter",
            ";",
            "--rounds",
            60);

    assertThat(run.code()).as("%s", run).isZero();
    assertThat(run.out()).contains("c1 (target)", "(regression)", "true c1");
    assertThat(figure(run.out(), "RMSE")).isLessThan(2);
    Launcher.Run predict =
        grove.run("predict", "--data", rows, "--target", "0", "--no-header", "--delimiter", ";");
    assertThat(last(predict, "rmse")).as("%s", predict).isLessThan(2);
    assertThat(predict.out()).startsWith("c1\n");
  }

  @Test
  @Order(5)
  void oddRowsAreTheSameVectorsInTrainingAndServing() throws Exception {
    OddTable table = OddTable.of(800, 42);
    Path file = write("odd.csv", table.csv());
    Launcher.Run run =
        grove.run(
            "demo",
            "--data",
            file,
            "--target",
            OddTable.TARGET,
            "--key",
            OddTable.KEY,
            "--rounds",
            10);
    assertThat(run.code()).as("%s", run).isZero();
    assertThat(run.out()).contains("rows        800 (0 rejected, 0 duplicates)");

    JsonNode schema = wire.get(uri(Service.DATA, "/datasets/odd/versions/latest/schema"));
    assertThat(schema.path("columns").findValuesAsText("type"))
        .containsExactly(
            "string",
            "boolean",
            "double",
            "integer",
            "date",
            "timestamp",
            "string",
            "string",
            "string",
            "string");
    new SameVectors(wire, base, "odd", WORK.resolve("odd-bundle")).check(table);
  }

  @Test
  @Order(6)
  void refusesWhatCannotBe() throws Exception {
    Launcher.Run moved = grove.run("up", "--port-base", base > 30_000 ? base - 100 : base + 100);
    assertThat(moved.code()).isEqualTo(1);
    assertThat(moved.err()).contains("runs already, on --port-base " + base);

    Launcher.Run column =
        grove.run("demo", "--data", write("two.csv", "a,b\n1,2\n"), "--target", "gone");
    assertThat(column.code()).isEqualTo(1);
    assertThat(column.err()).contains("data-service answered 400").contains("gone");

    Launcher.Run model = grove.run("predict", "--data", WORK.resolve("two.csv"), "--model", "no");
    assertThat(model.code()).isEqualTo(1);
    assertThat(model.err()).contains("No model is served as no");
  }

  @Test
  @Order(7)
  void adultReachesItsBar() {
    Path adult = ROOT.resolve("../shared/data/adult/adult.csv").normalize();
    assumeTrue(Files.isRegularFile(adult), adult + " is missing: not tested on it");

    Launcher.Run run = grove.run("demo", "--data", adult, "--no-header", "--target", "last");

    assertThat(run.code()).as("%s", run).isZero();
    assertThat(figure(run.out(), "accuracy")).isGreaterThanOrEqualTo(0.865);
    assertThat(figure(run.out(), "AUC")).isGreaterThanOrEqualTo(0.92);
  }

  @Test
  @Order(8)
  void nothingAcknowledgedIsLostByKills() throws Exception {
    JsonNode version = wire.get(uri(Service.DATA, "/datasets/sample/versions/latest"));
    JsonNode jobs = wire.get(uri(Service.TRAINING, "/jobs"));
    String alias =
        uri(Service.REGISTRY, "/api/2.0/mlflow/registered-models/alias?name=sample&alias=champion");
    JsonNode champion = wire.get(alias);
    Map<String, String> row = Map.of("title", "laptop 15 inch", "price", "900");
    JsonNode answer = withoutId(wire.post(uri(Service.INFERENCE, "/models/sample/predict"), row));

    killEverything();
    assertThat(grove.run("status").code()).isEqualTo(3);
    assertThat(withoutId(withoutRegistry(row))).isEqualTo(answer);

    Launcher.Run up = grove.run("up", "--port-base", base);

    assertThat(up.code()).as("%s", up).isZero();
    assertThat(up.out()).contains("Started PostgreSQL, registry-service, data-service");
    assertThat(wire.get(uri(Service.DATA, "/datasets/sample/versions/latest"))).isEqualTo(version);
    assertThat(wire.get(uri(Service.TRAINING, "/jobs"))).isEqualTo(jobs);
    assertThat(wire.get(alias)).isEqualTo(champion);
    assertThat(withoutId(wire.post(uri(Service.INFERENCE, "/models/sample/predict"), row)))
        .isEqualTo(answer);
    assertThat(
            wire.bytes(
                uri(
                    Service.DATA,
                    "/datasets/sample/versions/latest/splits/default/test?format=csv")))
        .isNotEmpty();
  }

  @Test
  @Order(9)
  void upRestartsOnlyWhatIsMissing() throws Exception {
    new DurableServer(grove.place().state().resolve("postgres"), WORK.resolve("postgres.log"))
        .running()
        .flatMap(postmaster -> postmaster.process())
        .ifPresent(StackIT::kill);
    kill("data-service");

    Launcher.Run up = grove.run("up");

    assertThat(up.out()).as("%s", up).contains("Started PostgreSQL, data-service in");
    assertThat(wire.get(uri(Service.TRAINING, "/jobs")).path("items")).isNotEmpty();
    assertThat(wire.get(uri(Service.DATA, "/datasets")).path("items")).isNotEmpty();
  }

  /** Each answer has an id of its own. */
  private static JsonNode withoutId(JsonNode answer) {
    return ((ObjectNode) answer).without("predictionId");
  }

  private List<Stack.Component> components() throws Exception {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    return new Stack(grove.place(), new Screen(nowhere, nowhere, false)).status();
  }

  private void killEverything() throws Exception {
    for (Stack.Component component : components()) {
      kill(component.name());
    }
  }

  private void kill(String name) throws Exception {
    components().stream()
        .filter(component -> component.name().equals(name))
        .map(component -> ProcessHandle.of(component.pid()).orElseThrow())
        .forEach(StackIT::kill);
  }

  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** A single service, started from the copy that the killed one left, with no registry. */
  private JsonNode withoutRegistry(Map<String, String> row) throws Exception {
    Path directory = WORK.resolve("alone");
    try (ServiceProcess alone =
        ServiceProcess.forTests(
            Service.INFERENCE,
            ROOT,
            directory,
            Map.of(
                "grove.registry.url",
                "http://127.0.0.1:" + ServiceProcess.freePort(),
                "grove.serving.directory",
                grove.place().state().resolve("serving").toString()))) {
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (true) {
        try {
          return wire.post(alone.uri("/models/sample/predict").toString(), row);
        } catch (java.io.IOException e) {
          assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(deadline);
          Thread.sleep(100);
        }
      }
    }
  }
}
