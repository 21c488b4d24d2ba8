package dev.grove.training.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** MLflow's REST API, as far as publishing calls it. Thread-safe. */
final class RegistryClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final Duration CALL_LIMIT = Duration.ofSeconds(30);
  private static final Duration UPLOAD_LIMIT = Duration.ofMinutes(10);

  private final String base;
  private final String requestId;
  private final HttpClient http;

  /**
   * @param requestId sent along with each call; may be null
   */
  RegistryClient(HttpClient http, URI base, String requestId) {
    this.http = http;
    this.base = base.toString().replaceAll("/+$", "");
    this.requestId = requestId;
  }

  /**
   * @param query names to values, unquoted
   */
  JsonNode get(String call, Map<String, String> query) throws RegistryAway, RegistryRefused {
    StringBuilder path = new StringBuilder(API).append(call);
    char joint = '?';
    for (Map.Entry<String, String> entry : query.entrySet()) {
      path.append(joint).append(entry.getKey()).append('=').append(quote(entry.getValue()));
      joint = '&';
    }
    return send(request(path.toString(), CALL_LIMIT).GET());
  }

  JsonNode post(String call, Map<String, ?> body) throws RegistryAway, RegistryRefused {
    try {
      return send(
          request(API + call, CALL_LIMIT)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body))));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Has no JSON form: " + call, e);
    }
  }

  /**
   * Stores a file, streamed from the disk.
   *
   * @param path below the artifact proxy's root
   */
  void putArtifact(String path, Path file) throws RegistryAway, RegistryRefused {
    StringBuilder quoted = new StringBuilder(ARTIFACTS);
    for (String segment : path.split("/", -1)) {
      quoted.append(quoted.length() > ARTIFACTS.length() ? "/" : "").append(quote(segment));
    }
    try {
      send(
          request(quoted.toString(), UPLOAD_LIMIT)
              .header("Content-Type", "application/octet-stream")
              .PUT(BodyPublishers.ofFile(file)));
    } catch (IOException e) {
      throw new RegistryAway("The file " + file.getFileName() + " is not there", e);
    }
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(limit);
    if (requestId != null) {
      request.header("X-Request-Id", requestId);
    }
    return request;
  }

  private JsonNode send(HttpRequest.Builder request) throws RegistryAway, RegistryRefused {
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new RegistryAway("The registry cannot be reached at " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryAway("Waiting for the registry was interrupted", e);
    }
    int status = response.statusCode();
    if (status >= 500 || status == 429 || status == 408) {
      throw new RegistryAway("The registry answered " + status, null);
    }
    JsonNode body = parse(response.body());
    if (status >= 300) {
      throw new RegistryRefused(
          body.path("error_code").asText(""),
          body.path("message").asText("status " + status + " for " + response.uri().getPath()));
    }
    return body;
  }

  private static JsonNode parse(String body) {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.createObjectNode();
    }
  }

  private static String quote(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
