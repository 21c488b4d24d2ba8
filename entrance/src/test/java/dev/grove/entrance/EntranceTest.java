package dev.grove.entrance;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that begin a request and do not go on, beside others. */
@QuarkusTest
class EntranceTest {
  private static final int MORE_THAN_THREADS = 250;

  private final List<Socket> slow = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Socket socket : slow) {
      socket.close();
    }
  }

  private Socket begin(String head, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    slow.add(socket);
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write((head + "\r\nHost: localhost\r\nConnection: close\r\n" + body).getBytes(US_ASCII));
    return socket;
  }

  /** The answer, up to its JSON's first end. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder answer = new StringBuilder();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0 && next != '}'; next = in.read()) {
      answer.append((char) next);
    }
    return answer.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 5000", "Content-Length: 90000", "Transfer-Encoding: chunked"})
  void slowClientsDoNotStopOthers(String length) throws IOException {
    for (int i = 0; i < MORE_THAN_THREADS; i++) {
      begin("POST /echo HTTP/1.1", length + "\r\n\r\n");
    }
    Socket other = begin("POST /echo HTTP/1.1", "Content-Length: 2\r\n\r\n{}");

    assertThat(answer(other)).startsWith("HTTP/1.1 200 ");
    given().get("/echo").then().statusCode(200);
  }

  @Test
  void tooManyLongBodiesAreRefused() throws Exception {
    for (int i = 0; i < 2 * BodyGate.MOST_LONG; i++) {
      begin("POST /echo HTTP/1.1", "Content-Length: 90000\r\n\r\n");
    }
    List<Socket> answered = List.of();
    for (int i = 0; i < 200 && answered.size() < BodyGate.MOST_LONG; i++) {
      Thread.sleep(50);
      answered = new ArrayList<>();
      for (Socket socket : slow) {
        if (socket.getInputStream().available() > 0) {
          answered.add(socket);
        }
      }
    }
    assertThat(answered).hasSizeGreaterThanOrEqualTo(BodyGate.MOST_LONG);
    assertThat(answer(answered.get(0))).startsWith("HTTP/1.1 503 ").contains("try again");
  }

  @Test
  void aBodyThatComesInPiecesIsGathered() throws Exception {
    Socket socket =
        begin("POST /echo HTTP/1.1", "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    byte[] go = new byte[25];
    assertThat(socket.getInputStream().readNBytes(go, 0, go.length)).isEqualTo(25);
    assertThat(new String(go, US_ASCII)).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    socket.getOutputStream().write('{');
    Thread.sleep(50);
    socket.getOutputStream().write('}');

    assertThat(answer(socket)).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void aSentIdComesBackAndABadOneIsReplaced() {
    given()
        .header(RequestIds.HEADER, "mine-1")
        .get("/echo")
        .then()
        .header("X-Request-Id", "mine-1");
    String made = given().header(RequestIds.HEADER, "no id").get("/echo").header("X-Request-Id");
    assertThat(made).matches("[0-9a-f]{32}");
  }

  @Test
  void whatTheRouterRefusesHasAReason() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port);
    slow.add(socket);
    socket.setSoTimeout(10_000);
    socket
        .getOutputStream()
        .write("GET /echo HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));

    assertThat(answer(socket)).startsWith("HTTP/1.1 400 ").contains("'Host' header");
  }
}
