package dev.grove.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry, or something in its place, may answer and no sane one does. */
class RegistryHttpTest {
  @TempDir Path directory;
  private HttpServer server;
  private RegistryHttp http;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    http = new RegistryHttp(url, Duration.ofSeconds(2), Duration.ofSeconds(2));
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /**
   * @param length as announced; 0 means chunked
   */
  private void answer(int status, String body, long length) {
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
          exchange.sendResponseHeaders(status, length);
          exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          if (length <= body.length()) {
            exchange.close();
          }
        });
  }

  @Test
  void answersAreBounded() throws IOException {
    answer(200, "x".repeat(1_000), 0);
    assertThat(http.get("/", 1_000)).hasSize(1_000);
    assertThatThrownBy(() -> http.get("/", 999)).isInstanceOf(WrongSize.class);
  }

  @Test
  void filesHaveTheSizeThatWasAnnounced() throws IOException {
    answer(200, "x".repeat(1_000), 0);
    assertThat(http.download("/", directory.resolve("right"), 1_000))
        .isEqualTo(Digests.sha256("x".repeat(1_000).getBytes(StandardCharsets.UTF_8)));
    assertThat(directory.resolve("right")).hasContent("x".repeat(1_000));
    assertThatThrownBy(() -> http.download("/", directory.resolve("long"), 999))
        .isInstanceOf(WrongSize.class)
        .hasMessageContaining("larger");
    assertThatThrownBy(() -> http.download("/", directory.resolve("short"), 1_001))
        .isInstanceOf(WrongSize.class)
        .hasMessageContaining("1000 bytes");
    assertThatThrownBy(() -> http.download("/", directory.resolve("right"), 1_000))
        .as("a file that is there is not overwritten")
        .isInstanceOf(RegistryUnavailable.class);
  }

  @Test
  void aBodyThatStallsEndsWithItsTime() {
    answer(200, "only the beginning", 1_000);
    assertThatThrownBy(() -> http.get("/", 1_000)).isInstanceOf(RegistryUnavailable.class);
    assertThatThrownBy(() -> http.download("/", directory.resolve("file"), 1_000))
        .isInstanceOf(RegistryUnavailable.class);
  }

  @Test
  void onlyTheRegistrysOwnWordsSayThatSomethingIsMissing() {
    answer(404, "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"no m\"}", 0);
    assertThatThrownBy(() -> http.get("/", 1_000))
        .isInstanceOf(NotInRegistry.class)
        .hasMessage("no m");
    assertThatThrownBy(() -> http.download("/", directory.resolve("file"), 1))
        .isInstanceOf(NotInRegistry.class);
  }

  @Test
  void anotherServersNotFoundSaysNothing() {
    answer(404, "<html>Not here</html>", 0);
    assertThatThrownBy(() -> http.get("/", 1_000)).isInstanceOf(RegistryUnavailable.class);
  }

  @Test
  void anEndpointThatIsMissingSaysNothingOfModels() {
    answer(404, "{\"error_code\":\"ENDPOINT_NOT_FOUND\",\"message\":\"?\"}", 0);
    assertThatThrownBy(() -> http.get("/", 1_000)).isInstanceOf(RegistryUnavailable.class);
  }

  @Test
  void redirectsAreNotFollowed() {
    answer(302, "null", 0);
    assertThatThrownBy(() -> http.get("/", 1_000))
        .isInstanceOf(RegistryUnavailable.class)
        .hasMessageContaining("302");
  }

  @Test
  void anAnswerThatIsNotUnderstoodChangesNothing() {
    answer(200, "{\"registered_models\":[{\"aliases\":[{\"alias\":\"champion\"}]}]}", 0);
    RegistryClient client = new RegistryClient(http);
    assertThatThrownBy(() -> client.models())
        .isInstanceOf(RegistryUnavailable.class)
        .hasMessageContaining("lacks");
    assertThatThrownBy(() -> client.model("m")).isInstanceOf(RegistryUnavailable.class);
  }

  @Test
  void junkIsNoAnswer() {
    answer(200, "OK", 0);
    RegistryClient client = new RegistryClient(http);
    assertThatThrownBy(() -> client.models())
        .isInstanceOf(RegistryUnavailable.class)
        .hasMessageContaining("not understood");
  }

  @Test
  void aListThatDoesNotEndIsGivenUp() {
    answer(200, "{\"registered_models\":[],\"next_page_token\":\"more\"}", 0);
    assertThatThrownBy(() -> new RegistryClient(http).models())
        .isInstanceOf(RegistryUnavailable.class)
        .hasMessageContaining("does not end");
  }

  @Test
  void nobodyThere() {
    server.stop(0);
    assertThatThrownBy(() -> http.get("/", 1_000)).isInstanceOf(RegistryUnavailable.class);
  }
}
