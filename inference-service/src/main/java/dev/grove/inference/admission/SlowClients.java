package dev.grove.inference.admission;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections of clients that send long bodies, or take their answers, so slowly that they
 * only hold a place. Nothing else ends a read or a write that goes on by a byte now and then.
 */
@Singleton
public final class SlowClients {
  private static final long TICK_MILLIS = 1_000;

  private final Set<Watched> all = ConcurrentHashMap.newKeySet();
  private final Vertx vertx;
  private final Counter cut;
  private final long slowest;
  private final long patience;

  @Inject
  public SlowClients(Vertx vertx, MeterRegistry meters, AdmissionConfig config) {
    this.vertx = vertx;
    this.cut =
        Counter.builder("grove.slow.clients.cut")
            .description("Connections closed because their clients were too slow")
            .register(meters);
    this.slowest = config.slowestClient().asLongValue() * TICK_MILLIS / 1_000;
    this.patience = Math.max(1, config.slowPatience().toMillis() / TICK_MILLIS);
  }

  void start(@Observes StartupEvent event) {
    vertx.setPeriodic(TICK_MILLIS, tick -> all.removeIf(this::isDone));
  }

  /**
   * Watches a request's client until its answer has left; a short one's only if its answer does not
   * leave at once.
   */
  void watch(RoutingContext context, boolean fromNowOn) {
    Watched watched = new Watched(context);
    if (fromNowOn) {
      all.add(watched);
    }
    context.addEndHandler(
        ended -> {
          watched.answered = true;
          if (!fromNowOn && watched.isBlocked()) {
            all.add(watched);
          }
        });
  }

  private boolean isDone(Watched watched) {
    if (watched.isOver()) {
      return true;
    }
    if (watched.slowTicks(slowest) < patience) {
      return false;
    }
    cut.increment();
    watched.close();
    return true;
  }

  /** How a client has got on since the last tick. */
  private static final class Watched {
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Channel channel;
    volatile boolean answered;
    private long moved;
    private int slow;

    Watched(RoutingContext context) {
      this.request = context.request();
      this.response = context.response();
      this.channel = ((ConnectionBase) request.connection()).channel();
    }

    boolean isBlocked() {
      return channel.isActive() && !channel.isWritable();
    }

    boolean isOver() {
      return !channel.isActive() || (answered && pending() == 0);
    }

    private long pending() {
      ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
      return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /** For how many ticks on end it was waited for, and moved less than it should. */
    int slowTicks(long slowest) {
      boolean awaited = !request.isEnded() || pending() > 0;
      long now = request.bytesRead() + response.bytesWritten() - pending();
      slow = awaited && now - moved < slowest ? slow + 1 : 0;
      moved = now;
      return slow;
    }

    void close() {
      channel.close();
    }
  }
}
