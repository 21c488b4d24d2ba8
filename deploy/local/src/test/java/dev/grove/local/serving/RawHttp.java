package dev.grove.local.serving;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** HTTP as a client may speak it that means no good: byte by byte, over a connection of its own. */
final class RawHttp {
  private static final int LONGEST_ANSWER = 1 << 20;

  private final int port;
  private final Duration patience;

  RawHttp(int port, Duration patience) {
    this.port = port;
    this.patience = patience;
  }

  /**
   * What came back before the connection was closed.
   *
   * @param status 0 if nothing came
   */
  record Answer(int status, String type, String text) {
    @Override
    public String toString() {
      return status + " " + type + " " + (text.length() > 500 ? text.substring(0, 500) : text);
    }
  }

  /**
   * Sends a request, and reads until the service closes the connection.
   *
   * @throws java.net.SocketTimeoutException if the service neither answers nor closes
   */
  Answer send(String method, String path, HostileBody body) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout((int) patience.toMillis());
      Thread writer = new Thread(() -> write(socket, method, path, body));
      writer.start();
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      try {
        read(socket.getInputStream(), all);
      } catch (SocketException e) {
        // It closed the connection while the body was still on its way: what it said counts.
      }
      return parse(all.toString(StandardCharsets.UTF_8));
    }
  }

  private static void read(InputStream in, ByteArrayOutputStream all) throws IOException {
    byte[] buffer = new byte[16 << 10];
    int got;
    while ((got = in.read(buffer)) > 0) {
      if (all.size() < LONGEST_ANSWER) {
        all.write(buffer, 0, got);
      }
    }
  }

  private static void write(Socket socket, String method, String path, HostileBody body) {
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: grove\r\n");
    head.append("Connection: close\r\n");
    body.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    try {
      OutputStream out = socket.getOutputStream();
      out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      body.content().writeTo(out);
      out.flush();
      if (body.hangsUp()) {
        socket.shutdownOutput();
      }
    } catch (IOException e) {
      // The service has heard enough.
    }
  }

  private static Answer parse(String text) {
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return new Answer(0, "", text);
    }
    String type =
        text.substring(0, end)
            .lines()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-type:"))
            .map(line -> line.substring("content-type:".length()).strip())
            .findFirst()
            .orElse("");
    return new Answer(Integer.parseInt(text.substring(9, 12)), type, text.substring(end + 4));
  }
}
