package dev.grove.registry.webhook;

import dev.grove.registry.RegistryException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Posts to targets that may be hostile.
 *
 * <p>A host is resolved once; if any of its addresses may not be reached, nothing is sent, and else
 * the connection goes to the very address that was looked at. The host's name stays what TLS and
 * the Host header say. So an answer of the DNS that changes in between leads nowhere. Redirects are
 * not followed, no proxy is asked, no connection is kept, and the answer is read up to a bound.
 */
final class Sender implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(Sender.class);
  private static final int LARGEST_ANSWER = 4_096;
  private static final int MOST_AT_A_TIME = 256;
  private static final String FORBIDDEN = "Webhook URL must not resolve to a non-public IP address";

  private final HttpClient client;
  private final AddressRule rule;
  private final Resolver resolver;
  private final Clock clock;
  private final Duration timeout;

  /**
   * @param options what is trusted; the rest is set here
   * @param timeout from the connection's beginning to the answer's end
   */
  Sender(
      Vertx vertx,
      HttpClientOptions options,
      AddressRule rule,
      Resolver resolver,
      Clock clock,
      Duration timeout) {
    client =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions(options)
                    .setKeepAlive(false)
                    .setVerifyHost(true)
                    .setDecompressionSupported(false)
                    .setConnectTimeout(Math.toIntExact(timeout.toMillis()))
                    .setMaxWaitQueueSize(MOST_AT_A_TIME))
            .with(new PoolOptions().setHttp1MaxSize(MOST_AT_A_TIME))
            // What a target sends that is no HTTP fails its delivery and need not fill the log.
            .withConnectHandler(connection -> connection.exceptionHandler(broken -> {}))
            .build();
    this.rule = rule;
    this.resolver = resolver;
    this.clock = clock;
    this.timeout = timeout;
  }

  /**
   * Posts a JSON document. Blocking.
   *
   * @param attempt which of a host's addresses is taken goes by it
   * @throws NotSent if there was no answer in time, or the target may not be reached
   */
  Sent post(Target target, Map<String, String> headers, String body, int attempt) throws NotSent {
    InetAddress address = address(target, attempt);
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setServer(
                SocketAddress.inetSocketAddress(new InetSocketAddress(address, target.port())))
            .setHost(target.host())
            .setPort(target.port())
            .setSsl(target.secure())
            .setURI(target.path())
            .setFollowRedirects(false)
            .putHeader(HttpHeaders.HOST, target.authority())
            .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
            .putHeader(HttpHeaders.USER_AGENT, "Grove");
    headers.forEach(options::putHeader);
    AtomicReference<HttpClientRequest> request = new AtomicReference<>();
    Future<Sent> exchange =
        client
            .request(options)
            .compose(
                begun -> {
                  request.set(begun);
                  // Here, on the connection's event loop, or the answer may end unheard.
                  return begun.send(Buffer.buffer(body)).compose(this::answer);
                });
    try {
      return exchange
          .toCompletionStage()
          .toCompletableFuture()
          .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      hangUp(request.get());
      throw new NotSent("The target did not answer within " + timeout.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      hangUp(request.get());
      Thread.currentThread().interrupt();
      throw new NotSent("The registry ended while the target was asked", e);
    } catch (ExecutionException e) {
      throw new NotSent("The target cannot be asked: " + reason(e.getCause()), e.getCause());
    }
  }

  private InetAddress address(Target target, int attempt) throws NotSent {
    try {
      List<InetAddress> addresses = resolver.resolve(target.host());
      if (!addresses.stream().allMatch(rule::allows)) {
        throw new NotSent(FORBIDDEN);
      }
      return addresses.get(attempt % addresses.size());
    } catch (UnknownHostException e) {
      throw new NotSent("The target's host has no address", e);
    }
  }

  /**
   * Refuses a target that leads where nothing may go now. It is looked at again in every delivery;
   * here its owner learns of it.
   */
  void check(Target target) {
    try {
      if (!resolver.resolve(target.host()).stream().allMatch(rule::allows)) {
        throw RegistryException.invalid(FORBIDDEN + " (parameter 'url').");
      }
    } catch (UnknownHostException e) {
      LOG.debugf("%s has no address yet", target.host());
    }
  }

  /** The status is the answer; of the body as much as comes within the bound. */
  private Future<Sent> answer(HttpClientResponse response) {
    Promise<Sent> answer = Promise.promise();
    Buffer body = Buffer.buffer();
    Runnable complete =
        () ->
            answer.tryComplete(
                new Sent(
                    response.statusCode(),
                    body.toString(StandardCharsets.UTF_8).replace('\0', ' '),
                    RetryAfter.parse(response.getHeader("Retry-After"), clock.instant())));
    response.handler(
        part -> {
          int room = LARGEST_ANSWER - body.length();
          body.appendBuffer(part, 0, Math.min(room, part.length()));
          if (part.length() > room) {
            complete.run();
            hangUp(response.request());
          }
        });
    response.endHandler(ended -> complete.run());
    response.exceptionHandler(broken -> complete.run());
    return answer.future();
  }

  private static void hangUp(HttpClientRequest request) {
    if (request != null) {
      request.reset();
    }
  }

  private static String reason(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  @Override
  public void close() {
    client.close();
  }
}
