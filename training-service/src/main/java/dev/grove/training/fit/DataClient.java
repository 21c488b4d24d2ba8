package dev.grove.training.fit;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/** What training asks of data-service. Thread-safe. */
public final class DataClient {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final URI base;
  private final HttpClient http;

  public DataClient(URI base) {
    this.base = base;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }

  /**
   * A dataset's version; empty if there is none.
   *
   * @param version an id or {@code latest}
   */
  public Optional<Dataset.Version> version(String dataset, String version, String requestId)
      throws DataServiceAway {
    return get(path(dataset, version, ""), requestId, new TypeReference<>() {});
  }

  public Optional<Dataset.Schema> schema(String dataset, String version, String requestId)
      throws DataServiceAway {
    return get(path(dataset, version, "/schema"), requestId, new TypeReference<>() {});
  }

  public Optional<Dataset.Profile> profile(String dataset, String version, String requestId)
      throws DataServiceAway {
    return get(path(dataset, version, "/profile"), requestId, new TypeReference<>() {});
  }

  public Optional<Dataset.Split> split(
      String dataset, String version, String split, String requestId) throws DataServiceAway {
    return get(
        path(dataset, version, "/splits/" + quote(split)), requestId, new TypeReference<>() {});
  }

  /**
   * Stores one part of a split as plain CSV.
   *
   * @throws DataServiceAway if it did not come, or not whole
   */
  public void download(
      String dataset, String version, String split, String part, String requestId, Path file)
      throws DataServiceAway {
    String path = path(dataset, version, "/splits/" + quote(split) + "/" + part + "?format=csv");
    HttpRequest request = request(path, requestId, Duration.ofHours(1), "text/csv", "gzip");
    HttpResponse<InputStream> response = send(request, BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      if (response.statusCode() != 200) {
        throw new DataServiceAway(
            "data-service answered %d for %s".formatted(response.statusCode(), path), null);
      }
      boolean zipped = response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
      try (InputStream csv = zipped ? new GZIPInputStream(body, 1 << 16) : body) {
        Files.copy(csv, file, StandardCopyOption.REPLACE_EXISTING);
      }
    } catch (IOException e) {
      throw new DataServiceAway("Reading " + path + " from data-service broke off", e);
    }
  }

  private <T> Optional<T> get(String path, String requestId, TypeReference<T> type)
      throws DataServiceAway {
    HttpRequest request =
        request(path, requestId, Duration.ofSeconds(60), "application/json", "identity");
    HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray());
    if (response.statusCode() == 200) {
      try {
        return Optional.of(JSON.readValue(response.body(), type));
      } catch (IOException e) {
        throw new DataServiceAway("data-service's answer for " + path + " is not understood", e);
      }
    }
    if (response.statusCode() >= 400 && response.statusCode() < 500) {
      return Optional.empty();
    }
    throw new DataServiceAway(
        "data-service answered %d for %s".formatted(response.statusCode(), path), null);
  }

  private HttpRequest request(
      String path, String requestId, Duration limit, String accept, String encoding) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + path))
            .timeout(limit)
            .header("Accept", accept)
            .header("Accept-Encoding", encoding);
    if (requestId != null) {
      request.header("X-Request-Id", requestId);
    }
    return request.GET().build();
  }

  private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws DataServiceAway {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new DataServiceAway("data-service cannot be reached at " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataServiceAway("Waiting for data-service was interrupted", e);
    }
  }

  private static String path(String dataset, String version, String rest) {
    return "/datasets/" + quote(dataset) + "/versions/" + quote(version) + rest;
  }

  private static String quote(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
