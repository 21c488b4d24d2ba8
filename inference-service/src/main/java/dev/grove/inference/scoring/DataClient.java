package dev.grove.inference.scoring;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.entrance.RequestIds;
import java.io.IOException;
import java.io.InputStream;
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
import java.util.zip.GZIPInputStream;

/** What scoring asks of data-service. Blocking; answers in memory are bounded. */
final class DataClient {
  private static final int LARGEST_ANSWER = 16 << 20;
  private static final int ZIP_BUFFER = 64 << 10;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String base;
  private final Duration timeout;
  private final Duration transfer;
  private final HttpClient http;

  /**
   * @param timeout for an answer to begin
   * @param transfer for sending a whole result
   */
  DataClient(URI base, Duration timeout, Duration transfer) {
    this.base = base.toString().replaceAll("/+$", "");
    this.timeout = timeout;
    this.transfer = transfer;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * @param version an id or {@code latest}
   */
  DatasetVersion version(String dataset, String version) throws IOException {
    return get(path(dataset, version), DatasetVersion.class);
  }

  DatasetSchema schema(String dataset, String version) throws IOException {
    return get(path(dataset, version) + "/schema", DatasetSchema.class);
  }

  /** One part of a split as plain CSV, which comes as long as it is read. */
  InputStream part(String dataset, String version, String split, String part) throws IOException {
    String path =
        path(dataset, version) + "/splits/" + quote(split) + "/" + quote(part) + "?format=csv";
    HttpRequest request =
        request(path)
            .timeout(timeout)
            .header("Accept", "text/csv")
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<InputStream> response = send(request);
    boolean zipped = response.headers().firstValue("Content-Encoding").orElse("").equals("gzip");
    return zipped ? new GZIPInputStream(response.body(), ZIP_BUFFER) : response.body();
  }

  /**
   * Uploads CSV as a dataset's next version.
   *
   * @param key the column that tells rows apart; null if none does
   * @return the version's id
   */
  String upload(String dataset, Path csv, String key) throws IOException {
    String path = "/datasets/" + quote(dataset) + "/versions";
    HttpRequest request =
        request(key == null ? path : path + "?key=" + quote(key))
            .timeout(transfer)
            .header("Content-Type", "application/octet-stream")
            .POST(BodyPublishers.ofFile(csv))
            .build();
    return read(send(request), DatasetVersion.class).version();
  }

  private <T> T get(String path, Class<T> type) throws IOException {
    return read(
        send(request(path).timeout(timeout).header("Accept", "application/json").build()), type);
  }

  private static <T> T read(HttpResponse<InputStream> response, Class<T> type) throws IOException {
    try (InputStream body = response.body()) {
      byte[] bytes = body.readNBytes(LARGEST_ANSWER);
      T value = JSON.readValue(bytes, type);
      if (value == null) {
        throw new IOException("nothing");
      }
      return value;
    } catch (IOException e) {
      throw new DataServiceFault(0, "data-service's answer is not understood", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header(RequestIds.HEADER, RequestIds.next());
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    HttpResponse<InputStream> response;
    try {
      response = http.send(request, BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw new DataServiceFault(0, "data-service cannot be reached at " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DataServiceFault(0, "Waiting for data-service was interrupted", e);
    }
    if (response.statusCode() / 100 == 2) {
      return response;
    }
    try (InputStream body = response.body()) {
      String why = detail(body.readNBytes(LARGEST_ANSWER));
      throw new DataServiceFault(
          response.statusCode(),
          "data-service answered " + response.statusCode() + (why.isEmpty() ? "" : ": " + why),
          null);
    }
  }

  private static String detail(byte[] body) {
    try {
      JsonNode problem = JSON.readTree(body);
      return problem == null ? "" : problem.path("detail").asText("");
    } catch (IOException e) {
      return "";
    }
  }

  private static String path(String dataset, String version) {
    return "/datasets/" + quote(dataset) + "/versions/" + quote(version);
  }

  private static String quote(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
