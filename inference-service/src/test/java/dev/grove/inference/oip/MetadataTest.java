package dev.grove.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.inference.StoredModels;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client asks before it infers, and how the protocol says no. */
@QuarkusTest
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class MetadataTest {
  @TestHTTPResource("/")
  URI base;

  private Wire wire;

  @BeforeEach
  void connect() {
    wire = new Wire(base);
  }

  @Test
  void theServerTellsItsExtensions() throws Exception {
    JsonNode server = wire.get("/v2").json();

    assertThat(server.path("name").asText()).isEqualTo("grove");
    assertThat(server.path("version").asText()).matches("\\d+\\.\\d+.*");
    assertThat(server.path("extensions").toString())
        .contains("binary_tensor_data", "model_repository", "classification");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/health/live", "/v2/health/ready"})
  void healthGoesByBothNames(String path) throws Exception {
    Wire.Answer answer = wire.get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString()).isEqualTo("{\"live\":true,\"ready\":true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/models/products/ready", "/v2/models/products/versions/1/ready"})
  void modelsAreReady(String path) throws Exception {
    Wire.Answer answer = wire.get(path);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().toString()).isEqualTo("{\"name\":\"products\",\"ready\":true}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2/models/products", "/v2/models/products/versions/1"})
  void metadataIsTheBundlesSchema(String path) throws Exception {
    JsonNode model = wire.get(path).json();

    assertThat(model.path("name").asText()).isEqualTo("products");
    assertThat(model.path("versions").toString()).isEqualTo("[\"1\"]");
    assertThat(model.path("platform").asText()).isEqualTo("grove_lightgbm");
    assertThat(model.path("inputs").toString())
        .isEqualTo(
            tensors(
                "title BYTES [-1]",
                "brand BYTES [-1]",
                "price FP64 [-1]",
                "reviews INT64 [-1]",
                "in_stock BOOL [-1]",
                "listed BYTES [-1]"));
    assertThat(model.path("outputs").toString())
        .isEqualTo(
            tensors(
                "label BYTES [-1]",
                "probabilities FP64 [-1,3]",
                "confidence FP64 [-1]",
                "raw_scores FP64 [-1,3]",
                "served_by BYTES [-1]",
                "prediction_id BYTES [-1]"));
    assertThat(model.at("/parameters/task").asText()).isEqualTo("multiclass");
    assertThat(model.at("/parameters/encoded_size").asInt()).isEqualTo(68);
  }

  private static String tensors(String... tensors) {
    return List.of(tensors).stream()
        .map(tensor -> tensor.split(" ", 3))
        .map(t -> "{\"name\":\"%s\",\"datatype\":\"%s\",\"shape\":%s}".formatted(t[0], t[1], t[2]))
        .toList()
        .toString()
        .replace(", {", ",{");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET  | /v2/models/nobody               | 404,503 | nobody",
        "GET  | /v2/models/nobody/ready         | 404,503 | nobody",
        "GET  | /v2/models/products/versions/99 | 404,503 | products",
        "GET  | /v2/nothing                     | 404     | No endpoint GET /v2/nothing",
        "GET  | /v2/models/products/nothing     | 404     | No endpoint",
        "GET  | /v2/models/products/infer       | 405     | No endpoint GET",
        "PUT  | /v2/models/products/infer       | 405     | No endpoint PUT",
        "POST | /v2/health/live                 | 405     | No endpoint POST",
        "POST | /v2                             | 405     | No endpoint POST",
      })
  void refusalsHaveTheProtocolsShape(String method, String path, String statuses, String words)
      throws Exception {
    Wire.Answer answer = wire.send(method, path);

    assertThat(statuses.split(",")).contains(Integer.toString(answer.status()));
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.json().size()).as("%s", answer.json()).isLessThanOrEqualTo(3);
    assertThat(answer.error()).contains(words);
  }

  @Test
  void typesThatNobodyTakesAreRefused() throws Exception {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    Wire.Answer sent = wire.post("/v2/models/products/infer", body, "Content-Type", "text/csv");
    assertThat(sent.status()).isEqualTo(415);
    assertThat(sent.error()).contains("application/json");

    Wire.Answer wanted = wire.get("/v2/models/products", "Accept", "text/csv");
    assertThat(wanted.status()).isEqualTo(406);
    assertThat(wanted.error()).isNotEmpty();
  }

  @Test
  void otherPathsKeepTheirProblems() throws Exception {
    Wire.Answer answer = wire.get("/models/nobody/nothing");

    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(wire.get("/v2nothing").json().has("error")).isFalse();
  }
}
