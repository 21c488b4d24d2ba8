package dev.grove.registry.mlflow;

import static dev.grove.registry.mlflow.Api.ARTIFACTS;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.restassured.RestAssured;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Clients that begin something and then neither send nor read. */
final class StalledClients implements Closeable {
  private final List<Socket> sockets = new ArrayList<>();

  /** Asks for a file and reads no more than the answer's first byte. */
  void download(String path) throws IOException {
    Socket socket = open("GET " + ARTIFACTS + "/" + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
    if (socket.getInputStream().read() != 'H') {
      throw new IOException("no answer");
    }
  }

  /** Announces a megabyte and sends a kilobyte. */
  void upload(String path) throws IOException {
    Socket socket =
        open(
            "PUT "
                + ARTIFACTS
                + "/"
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n");
    socket.getOutputStream().write(new byte[1_000]);
  }

  /** How the answers begin that some have got, when there are so many. */
  List<String> awaitAnswers(int count) throws IOException, InterruptedException {
    for (int i = 0; i < 600; i++) {
      List<Socket> answered = new ArrayList<>();
      for (Socket socket : sockets) {
        if (socket.getInputStream().available() >= 12) {
          answered.add(socket);
        }
      }
      if (answered.size() >= count) {
        List<String> answers = new ArrayList<>();
        for (Socket socket : answered) {
          answers.add(new String(socket.getInputStream().readNBytes(12), US_ASCII));
        }
        return answers;
      }
      Thread.sleep(50);
    }
    throw new IOException("fewer than " + count + " clients got an answer");
  }

  private Socket open(String request) throws IOException {
    Socket socket = new Socket();
    // So small that the kernel cannot take the answer for the client.
    socket.setReceiveBufferSize(4_096);
    socket.setSoTimeout(30_000);
    socket.connect(
        new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), RestAssured.port));
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    sockets.add(socket);
    return socket;
  }

  @Override
  public void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
