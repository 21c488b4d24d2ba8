package dev.grove.inference.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.inference.Bundles;
import dev.grove.inference.RegistryFixture;
import dev.grove.inference.RegistryResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The models of the real registry as a repository that clients load from. */
@QuarkusTest
@QuarkusTestResource(value = RegistryResource.class, restrictToAnnotatedClass = true)
class RepositoryTest {
  private static final String VECTOR =
      "{\"inputs\": [{\"name\": \"encoded\", \"datatype\": \"FP64\", \"shape\": [1, 68], \"data\": ["
          + "0,".repeat(67)
          + "0]}]}";

  @TestHTTPResource("/")
  URI base;

  RegistryFixture registry;
  private Wire wire;

  @BeforeEach
  void connect() {
    assumeTrue(RegistryFixture.isBuilt(), "registry-service is not built");
    wire = new Wire(base);
  }

  private JsonNode entry(String model, String version) throws Exception {
    return StreamSupport.stream(wire.get("/v2/repository/index").json().spliterator(), false)
        .filter(each -> each.path("name").asText().equals(model))
        .filter(each -> each.path("version").asText().equals(version))
        .findFirst()
        .orElse(Wire.JSON.missingNode());
  }

  private void awaitReady(String model) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (wire.get("/v2/models/" + model + "/ready").status() != 200) {
      assertThat(System.nanoTime()).as("%s is not ready in time", model).isLessThan(end);
      Thread.sleep(50);
    }
  }

  @Test
  void modelsAreLoadedAndUnloaded() throws Exception {
    registry.publish("repository", Bundles.products(1));
    registry.publish("repository", Bundles.products(2));
    registry.promote("repository", "1");
    awaitReady("repository");
    assertThat(entry("repository", "1").path("state").asText()).isEqualTo("READY");
    assertThat(wire.get("/v2/models/repository/versions/2/ready").status()).isEqualTo(503);

    Wire.Answer second = wire.post("/v2/models/repository/versions/2/infer", VECTOR);
    assertThat(second.json().path("model_version").asText()).isEqualTo("2");
    assertThat(wire.get("/v2/models/repository/versions/2/ready").status()).isEqualTo(200);
    assertThat(entry("repository", "2").path("state").asText()).isEqualTo("READY");

    String version = "{\"parameters\": {\"version\": \"2\"}}";
    assertThat(wire.post("/v2/repository/models/repository/unload", version).status())
        .isEqualTo(200);
    assertThat(wire.get("/v2/models/repository/versions/2/ready").json().path("error").asText())
        .contains("not in memory");
    assertThat(wire.post("/v2/repository/models/repository/load", version).status()).isEqualTo(200);
    assertThat(wire.get("/v2/models/repository/versions/2/ready").status()).isEqualTo(200);

    assertThat(
            wire.post(
                    "/v2/repository/models/repository/unload",
                    "{\"parameters\": {\"unload_dependents\": false}}")
                .status())
        .isEqualTo(200);
    assertThat(entry("repository", "1").path("state").asText()).isEqualTo("UNAVAILABLE");
    Wire.Answer ready = wire.post("/v2/repository/index", "{\"ready\": true}");
    assertThat(ready.json().toString()).doesNotContain("\"repository\"");
    Wire.Answer unloaded = wire.post("/v2/models/repository/infer", VECTOR);
    assertThat(unloaded.status()).isEqualTo(503);
    assertThat(unloaded.header("Retry-After")).isNotNull();
    assertThat(unloaded.error()).contains("unloaded");

    assertThat(wire.post("/v2/repository/models/repository/load", new byte[0]).status())
        .isEqualTo(200);
    awaitReady("repository");
    assertThat(
            wire.post("/v2/models/repository@champion/infer", VECTOR)
                .json()
                .path("model_version")
                .asText())
        .isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/v2/repository/index             | []                              | 400 | JSON object",
        "/v2/repository/index             | {'ready':'yes'}                 | 400 | 'ready'",
        "/v2/repository/index             | {'ready':                       | 400 | JSON",
        "/v2/repository/models/x/load     | {'parameters':{'config':'{}'}}  | 400 | registry",
        "/v2/repository/models/x/load     | {'parameters':{'file:1/a':'b'}} | 400 | registry",
        "/v2/repository/models/x/load     | {'parameters':{'version':3}}    | 400 | 'version'",
        "/v2/repository/models/nobody/load | {}                             | 404 | nobody",
        "/v2/repository/models/nobody/unload | {}                           | 404 | nobody",
      })
  void whatCannotBeIsRefused(String path, String body, int status, String words) throws Exception {
    registry.publish("known", Bundles.labels(1));
    registry.promote("known", "1");
    awaitReady("known");

    Wire.Answer answer = wire.post(path, body.replace('\'', '"'));

    assertThat(answer.status()).as("%s", answer.json()).isEqualTo(status);
    assertThat(answer.error()).contains(words);
  }

  @Test
  void longBodiesAreRefused() throws Exception {
    byte[] body = ("{\"a\":\"" + "x".repeat(100_000) + "\"}").getBytes(StandardCharsets.UTF_8);

    assertThat(wire.post("/v2/repository/index", body).status()).isEqualTo(413);
  }
}
