package dev.grove.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureVector;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Promotions, and the registry's end, while clients predict. */
@QuarkusTest
@QuarkusTestResource(value = RegistryResource.class, restrictToAnnotatedClass = true)
class SwapUnderLoadTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLIENTS = 4;
  private static final int VERSIONS = 5;
  private static final int ROWS = 3;

  @TestHTTPResource("/")
  URI service;

  RegistryFixture registry;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Map<String, ModelBundle> versions = new ConcurrentHashMap<>();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean done = new AtomicBoolean();

  @Test
  void noRequestFailsAndNoAnswerIsMixed() throws Exception {
    assumeTrue(RegistryFixture.isBuilt(), "registry-service is not built");
    promote(1);
    await("1");
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<Integer>> loads = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        loads.add(clients.submit(load(i)));
      }
      for (int version = 2; version <= VERSIONS; version++) {
        promote(version);
        await(String.valueOf(version));
      }
      registry.kill();
      Thread.sleep(1_500);
      done.set(true);
      int requests = 0;
      for (Future<Integer> load : loads) {
        requests += load.get();
      }
      assertThat(requests).isGreaterThan(100);
      assertThat(answered).hasSize(VERSIONS);
    } finally {
      done.set(true);
      clients.shutdownNow();
    }
  }

  private void promote(int seed) throws Exception {
    ModelBundle bundle = Bundles.products(seed);
    versions.put(String.valueOf(seed), bundle);
    String version = registry.publish("swapped", bundle);
    assertThat(version).isEqualTo(String.valueOf(seed));
    registry.promote("swapped", version);
  }

  private void await(String version) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!answered.contains(version) && System.nanoTime() < deadline) {
      HttpResponse<String> response = post("/models/swapped/predict", "{}");
      if (response.statusCode() == 200) {
        answered.add(JSON.readTree(response.body()).get("version").asText());
      }
      Thread.sleep(20);
    }
    assertThat(answered).contains(version);
  }

  /** Asks until told to stop; checks each answer against the version that it names. */
  private Callable<Integer> load(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return () -> {
      int requests = 0;
      while (!done.get()) {
        double[] prices = random.doubles(ROWS, 0, 20).toArray();
        List<Map<String, Double>> rows = new ArrayList<>();
        for (double price : prices) {
          rows.add(Map.of("price", price));
        }
        HttpResponse<String> response = post("/predict/batch", JSON.writeValueAsString(rows));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode predictions = JSON.readTree(response.body()).get("predictions");
        String version = predictions.get(0).get("version").asText();
        answered.add(version);
        for (int i = 0; i < ROWS; i++) {
          check(predictions.get(i), versions.get(version), version, prices[i]);
        }
        requests++;
      }
      return requests;
    };
  }

  private static void check(JsonNode answer, ModelBundle bundle, String version, double price) {
    assertThat(answer.get("version").asText()).isEqualTo(version);
    Row row = bundle.input().newRow();
    row.setText(bundle.input().indexOf("price"), Double.toString(price));
    FeatureVector vector = new FeatureVector(bundle.encoding().size());
    bundle.encoding().encode(row, vector);
    double[] expected = new double[bundle.forest().outputs()];
    bundle.forest().rawScores(vector, expected);
    bundle.forest().objective().transform(expected);
    for (int i = 0; i < expected.length; i++) {
      String name = bundle.labels().classes().get(i);
      assertThat(answer.at("/probabilities").get(name).doubleValue()).isEqualTo(expected[i]);
    }
  }

  private HttpResponse<String> post(String path, String body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(service.resolve(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
