package dev.grove.inference.predict;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.grove.inference.Bundles;
import dev.grove.inference.serving.StoredCopies;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who answers when the rules say so, and what becomes of clients that do not read. */
@QuarkusTest
@QuarkusTestResource(value = FallbackHttpTest.Stored.class, restrictToAnnotatedClass = true)
class FallbackHttpTest {
  @TestHTTPResource("/")
  URI service;

  /** Two models that differ in their rule alone. */
  public static final class Stored implements QuarkusTestResourceLifecycleManager {
    @Override
    public Map<String, String> start() {
      try {
        Path directory =
            Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "fallback");
        StoredCopies copies = new StoredCopies(directory);
        copies.add("sure", Bundles.withFallback(Bundles.products(1), 40), 1);
        copies.add("unsure", Bundles.withFallback(Bundles.products(1), 40), 2);
        return Map.of(
            "grove.registry.url", "http://127.0.0.1:1",
            "grove.serving.directory", directory.toString(),
            "grove.fallback.models.unsure.below-confidence", "0.99",
            "grove.predict.unread-answer", "64K",
            "grove.predict.unread-patience", "2s");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void stop() {}
  }

  @Test
  void aModelsOwnRuleTellsWhoAnswers() {
    given()
        .contentType("application/json")
        .body("{\"price\":50}")
        .post("/models/sure/predict")
        .then()
        .statusCode(200)
        .body("servedBy", equalTo("model"));
    given()
        .contentType("application/json")
        .body("[{\"price\":50},{\"price\":60}]")
        .post("/models/unsure/predict/batch?rawScores=true&contributions=true")
        .then()
        .statusCode(200)
        .body("predictions.servedBy", everyItem(equalTo("fallback")))
        .body("predictions[0]", hasKey("rawScores"))
        .body("predictions[0]", hasKey("contributions"));
    given()
        .get("/q/metrics")
        .then()
        .body(
            containsString(
                "grove_fallback_answers_total{model=\"unsure\",reason=\"confidence\","
                    + "served_by=\"fallback\",version=\"1\"} 2.0"));
  }

  @Test
  void plainAnswersTellNothingElse() {
    given()
        .contentType("application/json")
        .body("{}")
        .post("/models/sure/predict")
        .then()
        .body("$", not(hasKey("rawScores")))
        .body("$", not(hasKey("contributions")));
  }

  /** It never reads: it must not keep its worker thread, and it must see that it was cut off. */
  @Test
  void aClientThatReadsNothingIsCutOff() throws Exception {
    byte[] row = "{\"price\":50}\n".repeat(90_000).getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(service.getHost(), service.getPort()));
      String head =
          "POST /models/sure/predict/batch HTTP/1.1\r\nHost: a\r\n"
              + "Content-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n";
      OutputStream out = socket.getOutputStream();
      out.write(head.formatted(row.length).getBytes(StandardCharsets.US_ASCII));
      boolean cut = false;
      try {
        out.write(row);
        Thread.sleep(10_000);
      } catch (IOException reset) {
        cut = true;
      }
      if (!cut) {
        socket.setSoTimeout(10_000);
        String answer = "";
        try {
          answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (SocketException reset) {
          // As good an end as any.
        }
        assertThat(answer).doesNotContain("\"complete\"");
      }
    }
    given()
        .contentType("application/json")
        .body("{}")
        .post("/models/sure/predict")
        .then()
        .statusCode(200);
  }
}
