package dev.grove.inference.serving;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.entrance.RequestIds;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Bounded exchanges with one registry. Blocking; a body that stalls ends with its time, a body that
 * is too long at its bound; redirects are not followed.
 */
public final class RegistryHttp {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  private static final int LARGEST_ERROR = 64 << 10;

  private final HttpClient client;
  private final String base;
  private final Duration timeout;
  private final Duration downloadTimeout;

  /**
   * @param timeout for an answer in memory
   * @param downloadTimeout for an answer that goes to a file
   */
  public RegistryHttp(URI registry, Duration timeout, Duration downloadTimeout) {
    this.base = registry.toString().replaceAll("/+$", "");
    this.timeout = timeout;
    this.downloadTimeout = downloadTimeout;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * The body of a 200.
   *
   * @param pathAndQuery encoded, from the first slash
   * @throws NotInRegistry if the registry says so in its own words
   * @throws RegistryUnavailable for everything else that is no 200 in time
   */
  byte[] get(String pathAndQuery, int largest) throws IOException {
    HttpResponse<byte[]> response =
        send(pathAndQuery, timeout, info -> new BoundedBytes(success(info.statusCode(), largest)));
    if (response.statusCode() != 200) {
      throw error(response.statusCode(), response.body());
    }
    return response.body();
  }

  /**
   * Sends JSON and throws away the body of a 200.
   *
   * @throws NotInRegistry if the registry says so in its own words
   * @throws RegistryUnavailable for everything else that is no 200 in time
   */
  void change(String method, String path, byte[] json) throws IOException {
    HttpRequest.Builder request =
        request(path, timeout)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofByteArray(json));
    HttpResponse<byte[]> response =
        send(path, timeout, request, info -> new BoundedBytes(LARGEST_ERROR));
    if (response.statusCode() != 200) {
      throw error(response.statusCode(), response.body());
    }
  }

  private static int success(int status, int largest) {
    return status == 200 ? largest : LARGEST_ERROR;
  }

  /**
   * Streams the body of a 200 to a file.
   *
   * @param size how many bytes there must be
   * @return the bytes' SHA-256
   */
  String download(String path, Path file, long size) throws IOException {
    HttpResponse<BoundedFile.Result> response =
        send(path, downloadTimeout, info -> new BoundedFile(info.statusCode(), file, size));
    if (response.statusCode() != 200) {
      throw error(response.statusCode(), response.body().error());
    }
    return response.body().sha256();
  }

  /** Opens a body that comes as long as it is read; whoever reads it bounds what is read. */
  HttpResponse<InputStream> open(String path, Map<String, String> headers) throws IOException {
    return send(path, timeout, headers, info -> BodySubscribers.ofInputStream());
  }

  private <T> HttpResponse<T> send(String path, Duration limit, BodyHandler<T> handler)
      throws IOException {
    return send(path, limit, Map.of(), handler);
  }

  private <T> HttpResponse<T> send(
      String path, Duration limit, Map<String, String> headers, BodyHandler<T> handler)
      throws IOException {
    HttpRequest.Builder request = request(path, limit);
    headers.forEach(request::header);
    return send(path, limit, request, handler);
  }

  private HttpRequest.Builder request(String path, Duration limit) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header(RequestIds.HEADER, RequestIds.next())
        .timeout(limit);
  }

  private <T> HttpResponse<T> send(
      String path, Duration limit, HttpRequest.Builder request, BodyHandler<T> handler)
      throws IOException {
    CompletableFuture<HttpResponse<T>> exchange = client.sendAsync(request.build(), handler);
    try {
      return exchange.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      exchange.cancel(true);
      throw new RegistryUnavailable("The registry took more than " + limit + " for " + path, e);
    } catch (InterruptedException e) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw new RegistryUnavailable("Interrupted while asking the registry for " + path, e);
    } catch (ExecutionException e) {
      throw failure(path, e.getCause());
    }
  }

  private static IOException failure(String path, Throwable cause) {
    if (cause instanceof WrongSize wrong) {
      return wrong;
    }
    String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new RegistryUnavailable("Asking the registry for " + path + " failed: " + why, cause);
  }

  private static IOException error(int status, byte[] body) {
    try {
      RegistryAnswers.Failure error = JSON.readValue(body, RegistryAnswers.Failure.class);
      if (error != null && status == 404 && "RESOURCE_DOES_NOT_EXIST".equals(error.errorCode())) {
        return new NotInRegistry(error.message());
      }
      String why = error == null ? "nothing" : error.message();
      return new RegistryUnavailable("The registry answered " + status + ": " + why);
    } catch (IOException e) {
      return new RegistryUnavailable("The registry answered " + status + " in no known form", e);
    }
  }
}
