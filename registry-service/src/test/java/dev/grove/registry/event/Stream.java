package dev.grove.registry.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A client of {@code GET /events} over a socket of its own. */
final class Stream implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader in;
  final String status;
  final Map<String, String> headers = new LinkedHashMap<>();

  private Stream(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    status = in.readLine();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
  }

  /** One message: its fields, the comment as {@code ""}. */
  record Message(Map<String, String> fields) {
    String id() {
      return fields.get("id");
    }

    String data() {
      return fields.get("data");
    }

    String event() {
      return fields.get("event");
    }
  }

  static Socket ask(String from, String query, String... headers) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(8_192);
    socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
    socket.setSoTimeout(10_000);
    StringBuilder head =
        new StringBuilder("GET /events" + query + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    socket.getOutputStream().write(head.append("\r\n").toString().getBytes(UTF_8));
    return socket;
  }

  static Stream open(String query, String... headers) throws IOException {
    return new Stream(ask("127.0.0.1", query, headers));
  }

  static Stream openFrom(String from, String query) throws IOException {
    return new Stream(ask(from, query));
  }

  /** The next message, heartbeats among them. */
  Message next() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    while (true) {
      String line = line();
      if (line.isEmpty() && !fields.isEmpty()) {
        return new Message(fields);
      }
      int colon = line.indexOf(':');
      if (colon >= 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
  }

  /** The next message with data. */
  Message nextEvent() throws IOException {
    Message message = next();
    while (message.data() == null) {
      message = next();
    }
    return message;
  }

  /** A line of the body; chunks end with lines here, and their sizes have no colon. */
  private String line() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("the stream ended");
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
