package dev.grove.registry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SenderTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(4);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static Vertx vertx;

  @TempDir Path directory;
  private Receiver receiver;

  @BeforeAll
  static void startVertx() {
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stopVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @BeforeEach
  void start() throws Exception {
    receiver = new Receiver();
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  private static Sender sender(Resolver resolver, String... allowed) {
    return sender(new HttpClientOptions(), resolver, allowed);
  }

  private static Sender sender(HttpClientOptions options, Resolver resolver, String... allowed) {
    return new Sender(
        vertx,
        options,
        new AddressRule(List.of(allowed).stream().map(Network::parse).toList()),
        resolver,
        Clock.fixed(NOW, ZoneOffset.UTC),
        TIMEOUT);
  }

  private Target target(String host) {
    return Target.parse("http://" + host + ":" + receiver.port() + "/hook?a=%20b", true);
  }

  private Sent post(Sender sender, String host) throws NotSent {
    try (sender) {
      return sender.post(target(host), Map.of("X-One", "1"), "{\"a\":\"ü\"}", 0);
    }
  }

  @Test
  void theNameIsKeptAndTheCheckedAddressIsConnectedTo() throws Exception {
    receiver.answers(Receiver.text(201, "thanks"));
    Sent sent = post(sender(host -> List.of(LOOPBACK), "127.0.0.0/8"), "hooks.test");

    assertThat(sent).isEqualTo(new Sent(201, "thanks", Optional.empty()));
    Receiver.Request request = receiver.next();
    assertThat(request.path()).isEqualTo("/hook?a=%20b");
    assertThat(request.body()).isEqualTo("{\"a\":\"ü\"}");
    assertThat(request.header("Host")).isEqualTo("hooks.test:" + receiver.port());
    assertThat(request.header("Content-Type")).isEqualTo("application/json");
    assertThat(request.header("X-One")).isEqualTo("1");
  }

  /** The first answer is public, every later one leads inside: only one is ever asked for. */
  @Test
  void aNameThatChangesItsAddressLeadsNowhere() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    InetAddress nobody = InetAddress.getByName("127.99.0.1");
    Resolver rebinding = host -> List.of(asked.getAndIncrement() == 0 ? nobody : LOOPBACK);
    try (Sender sender = sender(rebinding, "127.99.0.0/16")) {
      assertThatThrownBy(() -> sender.post(target("rebind.test"), Map.of(), "{}", 0))
          .isInstanceOf(NotSent.class);
      assertThat(asked).hasValue(1);
      assertThat(receiver.all()).as("the receiver listens on 127.0.0.1 alone").isEmpty();

      assertThatThrownBy(() -> sender.post(target("rebind.test"), Map.of(), "{}", 1))
          .isInstanceOf(NotSent.class)
          .hasMessageContaining("non-public");
    }
    assertThat(receiver.all()).isEmpty();
  }

  @Test
  void oneForbiddenAddressAmongOthersIsEnough() throws Exception {
    InetAddress good = InetAddress.getByName("8.8.8.8");
    assertThatThrownBy(() -> post(sender(host -> List.of(good, LOOPBACK)), "mixed.test"))
        .isInstanceOf(NotSent.class)
        .hasMessageContaining("non-public");
    assertThatThrownBy(() -> sender(host -> List.of(good, LOOPBACK)).check(target("mixed.test")))
        .hasMessageContaining("'url'");
    sender(host -> List.of(good)).check(target("good.test"));
    assertThatThrownBy(() -> post(sender(Resolver.ofSystem()), "127.0.0.1"))
        .hasMessageContaining("non-public");
    assertThatThrownBy(() -> post(sender(Resolver.ofSystem()), "localhost"))
        .hasMessageContaining("non-public");
    assertThatThrownBy(() -> post(sender(Resolver.ofSystem()), "[::ffff:127.0.0.1]"))
        .hasMessageContaining("non-public");
    assertThat(receiver.all()).isEmpty();
  }

  @Test
  void aNameWithoutAddressesIsNoTarget() {
    Resolver none =
        host -> {
          throw new UnknownHostException(host);
        };
    assertThatThrownBy(() -> post(sender(none), "nowhere.test"))
        .isInstanceOf(NotSent.class)
        .hasMessageContaining("no address");
    sender(none).check(target("nowhere.test"));
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (Receiver inside = new Receiver()) {
      for (int status : List.of(301, 302, 303, 307, 308)) {
        receiver.answers(Receiver.text(status, "", "Location", inside.url()));
        Sent sent = post(sender(host -> List.of(LOOPBACK), "127.0.0.1"), "redirecting.test");
        assertThat(sent.status()).isEqualTo(status);
        assertThat(sent.arrived()).isFalse();
        assertThat(sent.error()).contains("redirects are not followed");
      }
      assertThat(inside.all()).isEmpty();
    }
  }

  @Test
  void answersAreReadUpToABound() throws Exception {
    receiver.answers(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] part = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
          for (int i = 0; i < 100_000; i++) {
            exchange.getResponseBody().write(part);
          }
        });
    Sent sent = post(sender(host -> List.of(LOOPBACK), "127.0.0.1"), "long.test");
    assertThat(sent.status()).isEqualTo(200);
    assertThat(sent.body()).hasSize(4_096);
  }

  @Test
  void aTargetThatStallsIsGivenUpInTime() throws Exception {
    receiver.answers(
        exchange -> {
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    long start = System.nanoTime();
    assertThatThrownBy(() -> post(sender(host -> List.of(LOOPBACK), "127.0.0.1"), "slow.test"))
        .isInstanceOf(NotSent.class)
        .hasMessageContaining("within 4000 ms");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void junkIsNoAnswer() throws Exception {
    try (ServerSocket junk = new ServerSocket(0, 10, LOOPBACK)) {
      Thread server =
          new Thread(
              () -> {
                try (Socket socket = junk.accept()) {
                  assertThat(socket.getInputStream().read(new byte[100])).isPositive();
                  socket
                      .getOutputStream()
                      .write("SSH-2.0-OpenSSH_9\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                  socket.getOutputStream().flush();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      server.start();
      Target target = Target.parse("http://junk.test:" + junk.getLocalPort() + "/", true);
      try (Sender sender = sender(host -> List.of(LOOPBACK), "127.0.0.1")) {
        assertThatThrownBy(() -> sender.post(target, Map.of(), "{}", 0))
            .isInstanceOf(NotSent.class);
      }
      server.join();
    }
  }

  @Test
  void aTargetMayAskToBeLeftAlone() throws Exception {
    receiver.answers(Receiver.text(503, "", "Retry-After", "17"));
    assertThat(post(sender(host -> List.of(LOOPBACK), "127.0.0.1"), "busy.test").retryAfter())
        .contains(Duration.ofSeconds(17));
    assertThat(RetryAfter.parse("Thu, 01 Jan 2026 00:01:00 GMT", NOW))
        .contains(Duration.ofMinutes(1));
    assertThat(RetryAfter.parse("Thu, 01 Jan 1970 00:01:00 GMT", NOW)).isEmpty();
    for (String none : List.of("soon", "-1", "1.5", "99999999999999999999", "")) {
      assertThat(RetryAfter.parse(none, NOW)).isEmpty();
    }
  }

  /** A certificate for one name alone, on an address that the resolver of this test gives. */
  @Test
  void tlsIsForTheNameAndNotForTheAddress() throws Exception {
    Path store = directory.resolve("store.p12");
    int keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret",
                "-keyalg",
                "EC",
                "-alias",
                "a",
                "-dname",
                "CN=hooks.example.test",
                "-ext",
                "san=dns:hooks.example.test",
                "-ext",
                "bc:critical=ca:true")
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start()
            .waitFor();
    assertThat(keytool).as(directory.resolve("keytool.log").toString()).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "secret".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "secret".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    BlockingQueue<String> names = new LinkedBlockingQueue<>();
    HttpsServer server = HttpsServer.create(new InetSocketAddress(LOOPBACK, 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          ExtendedSSLSession session =
              (ExtendedSSLSession) ((HttpsExchange) exchange).getSSLSession();
          names.add(((SNIHostName) session.getRequestedServerNames().get(0)).getAsciiName());
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    HttpClientOptions trusting =
        new HttpClientOptions()
            .setTrustOptions(new PfxOptions().setPath(store.toString()).setPassword("secret"));
    int port = server.getAddress().getPort();
    try (Sender sender = sender(trusting, host -> List.of(LOOPBACK), "127.0.0.1");
        Sender distrusting = sender(host -> List.of(LOOPBACK), "127.0.0.1")) {
      Target right = Target.parse("https://hooks.example.test:" + port + "/", false);
      assertThat(sender.post(right, Map.of(), "{}", 0).status()).isEqualTo(200);
      assertThat(names.poll(1, TimeUnit.SECONDS)).isEqualTo("hooks.example.test");

      Target wrong = Target.parse("https://other.example.test:" + port + "/", false);
      assertThatThrownBy(() -> sender.post(wrong, Map.of(), "{}", 0)).isInstanceOf(NotSent.class);
      Target bare = Target.parse("https://127.0.0.1:" + port + "/", false);
      assertThatThrownBy(() -> sender.post(bare, Map.of(), "{}", 0)).isInstanceOf(NotSent.class);
      assertThatThrownBy(() -> distrusting.post(right, Map.of(), "{}", 0))
          .isInstanceOf(NotSent.class);
      assertThat(names).isEmpty();
    } finally {
      server.stop(0);
    }
  }
}
