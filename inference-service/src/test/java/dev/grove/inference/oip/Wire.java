package dev.grove.inference.oip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/** A client of the protocol, byte by byte. */
final class Wire {
  static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;

  Wire(URI base) {
    this.base = base;
  }

  /** An answer. */
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    /** The JSON that the answer is, or begins with. */
    JsonNode json() throws IOException {
      String length = header(InferBody.JSON_LENGTH);
      byte[] body = response.body();
      return JSON.readTree(length == null ? body : Arrays.copyOf(body, Integer.parseInt(length)));
    }

    String error() throws IOException {
      return json().path("error").asText();
    }

    JsonNode output(String name) throws IOException {
      for (JsonNode output : json().path("outputs")) {
        if (output.path("name").asText().equals(name)) {
          return output;
        }
      }
      throw new AssertionError("no output " + name + " in " + json());
    }

    /** The binary data of an output. */
    ByteBuffer binary(String name) throws IOException {
      int at = Integer.parseInt(header(InferBody.JSON_LENGTH));
      for (JsonNode output : json().path("outputs")) {
        int size = output.at("/parameters/binary_data_size").asInt();
        if (output.path("name").asText().equals(name)) {
          return ByteBuffer.wrap(response.body(), at, size).slice().order(ByteOrder.LITTLE_ENDIAN);
        }
        at += size;
      }
      throw new AssertionError("no output " + name + " in " + json());
    }
  }

  Answer get(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Posts JSON, announced as such. */
  Answer post(String path, String json) throws IOException, InterruptedException {
    return post(path, json.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
  }

  Answer post(String path, byte[] body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** Posts JSON and binary data after it. */
  Answer binary(String path, String json, byte[] data) throws IOException, InterruptedException {
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    return post(path, joined(header, data), InferBody.JSON_LENGTH, Integer.toString(header.length));
  }

  Answer send(String method, String path) throws IOException, InterruptedException {
    return send(request(path).method(method, BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(30));
  }

  private Answer send(HttpRequest request) throws IOException, InterruptedException {
    return new Answer(client.send(request, BodyHandlers.ofByteArray()));
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  static byte[] texts(String... texts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String text : texts) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      all.writeBytes(buffer(4).putInt(utf8.length).array());
      all.writeBytes(utf8);
    }
    return all.toByteArray();
  }

  static byte[] doubles(double... values) {
    ByteBuffer bytes = buffer(values.length * 8);
    Arrays.stream(values).forEach(bytes::putDouble);
    return bytes.array();
  }

  static byte[] longs(long... values) {
    ByteBuffer bytes = buffer(values.length * 8);
    Arrays.stream(values).forEach(bytes::putLong);
    return bytes.array();
  }
}
