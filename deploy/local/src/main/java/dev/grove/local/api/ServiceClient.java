package dev.grove.local.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.grove.local.services.Service;
import dev.grove.local.stack.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One service of a running stack, over HTTP. */
final class ServiceClient {
  static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_LIMIT)
          .build();
  private final Service service;
  private final URI base;

  ServiceClient(Ports ports, Service service) {
    this.service = service;
    this.base = ports.uri(service);
  }

  <T> T get(String path, Class<T> type) throws ServiceError, InterruptedException {
    return json(request(path).timeout(ANSWER_LIMIT).GET().build(), type);
  }

  <T> T post(String path, Object body, Class<T> type) throws ServiceError, InterruptedException {
    return json(
        request(path)
            .timeout(ANSWER_LIMIT)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(write(body)))
            .build(),
        type);
  }

  /** Sends a body of any length and of any duration. */
  <T> T upload(String path, String contentType, HttpRequest.BodyPublisher body, Class<T> type)
      throws ServiceError, InterruptedException {
    return json(request(path).header("Content-Type", contentType).POST(body).build(), type);
  }

  /** The answer's body as it comes in; the caller closes it. */
  InputStream stream(String path) throws ServiceError, InterruptedException {
    HttpRequest request = request(path).GET().build();
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() / 100 != 2) {
      throw refusal(request, response);
    }
    return response.body();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path));
  }

  private <T> T json(HttpRequest request, Class<T> type) throws ServiceError, InterruptedException {
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    if (response.statusCode() / 100 != 2) {
      throw refusal(request, response);
    }
    try (InputStream body = response.body()) {
      return JSON.readValue(body, type);
    } catch (IOException e) {
      throw ServiceError.away(service, call(request), e);
    }
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws ServiceError, InterruptedException {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw ServiceError.away(service, call(request), e);
    }
  }

  private ServiceError refusal(HttpRequest request, HttpResponse<InputStream> response) {
    JsonNode problem;
    try (InputStream body = response.body()) {
      problem = JSON.readTree(body);
    } catch (IOException e) {
      problem = MissingNode.getInstance();
    }
    return ServiceError.of(service, call(request), response.statusCode(), problem);
  }

  private static String call(HttpRequest request) {
    return request.method() + " " + request.uri().getPath();
  }

  private static String write(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A text as one segment of a path or as a value in a query. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
