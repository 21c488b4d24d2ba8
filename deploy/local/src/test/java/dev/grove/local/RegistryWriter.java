package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client of the registry that writes, and remembers what was acknowledged. */
final class RegistryWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String root;
  private final String model;
  private final Queue<Answer> refusals;

  /**
   * @param refusals gets every answer to {@link #writeUntil} that is no acknowledgement
   */
  RegistryWriter(String root, String model, Queue<Answer> refusals) {
    this.root = root;
    this.model = model;
    this.refusals = refusals;
  }

  record Answer(int status, String body) {}

  /**
   * A run with one metric and one parameter of this number, and the version that was made of it.
   */
  record Acknowledged(String run, int number, int version) {}

  Answer call(String path, Object body) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(root + path))
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body());
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(URI.create(root + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as("%s: %s", path, response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  String newRun() throws IOException, InterruptedException {
    String run = UUID.randomUUID().toString().replace("-", "");
    Answer answer = call("runs/create", Map.of("experiment_id", "0", "run_id", run));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return run;
  }

  int newVersion(String run) throws IOException, InterruptedException {
    return version(call("model-versions/create", ofModel(run)));
  }

  private Map<String, String> ofModel(String run) {
    return Map.of("name", model, "source", "runs:/" + run + "/model", "run_id", run);
  }

  private static int version(Answer answer) throws IOException {
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
    return JSON.readTree(answer.body()).path("model_version").path("version").asInt();
  }

  void moveAlias(String alias, int version) throws IOException, InterruptedException {
    Answer answer =
        call(
            "registered-models/alias",
            Map.of("name", model, "alias", alias, "version", Integer.toString(version)));
    assertThat(answer.status()).as("%s", answer).isEqualTo(200);
  }

  /** Writes until told to stop, whatever dies meanwhile, and adds what was acknowledged. */
  void writeUntil(AtomicBoolean stop, Queue<Acknowledged> written)
      throws IOException, InterruptedException {
    for (int i = 0; !stop.get(); i++) {
      String run = UUID.randomUUID().toString().replace("-", "");
      Map<String, Object> batch =
          Map.of(
              "run_id",
              run,
              "metrics",
              List.of(Map.of("key", "m", "value", i, "timestamp", 1, "step", 0)),
              "params",
              List.of(Map.of("key", "p", "value", Integer.toString(i))));
      if (acknowledged("runs/create", Map.of("experiment_id", "0", "run_id", run)) != null
          && acknowledged("runs/log-batch", batch) != null) {
        Answer made = acknowledged("model-versions/create", ofModel(run));
        if (made != null) {
          written.add(new Acknowledged(run, i, version(made)));
        }
      }
    }
  }

  /** The answer, or null if there was none or not a good one. */
  private Answer acknowledged(String path, Object body) throws InterruptedException {
    try {
      Answer answer = call(path, body);
      if (answer.status() == 200) {
        return answer;
      }
      refusals.add(answer);
    } catch (IOException e) {
      Thread.sleep(20); // Nobody listens: the service is being started again.
    }
    return null;
  }
}
