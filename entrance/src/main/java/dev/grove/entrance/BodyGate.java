package dev.grove.entrance;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps slow clients from taking all worker threads. A short body is gathered before its request
 * gets a thread; a long one is read by its thread as it comes, and so many of these at a time are
 * let in that threads remain for all others.
 */
@Singleton
public final class BodyGate {
  /** After a request's id and what looks at its head alone, before what reads it. */
  private static final int BEFORE_OTHERS = 800;

  private static final int SHORT_BYTES = 64 << 10;
  private static final long PATIENCE_MILLIS = 30_000;

  /** Half of the worker threads that there are at least. */
  static final int MOST_LONG = 100;

  private final AtomicInteger longBodies = new AtomicInteger();
  private final EarlyRefusal refusal;

  BodyGate(EarlyRefusal refusal) {
    this.refusal = refusal;
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, BEFORE_OTHERS);
  }

  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean streamed =
        request.version() == HttpVersion.HTTP_2
            || request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (request.isEnded() || (length == null && !streamed)) {
      context.next();
    } else if (length != null && !streamed && Long.parseLong(length) <= SHORT_BYTES) {
      gather(context, Integer.parseInt(length));
    } else if (longBodies.incrementAndGet() <= MOST_LONG) {
      leaveAtTheEnd(context);
      context.next();
    } else {
      longBodies.decrementAndGet();
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "1");
      refusal.answer(context, 503, "Busy", "Too many long bodies are on their way; try again");
    }
  }

  /** The connection's end counts too: the router is not told where a request stood behind in it. */
  private void leaveAtTheEnd(RoutingContext context) {
    AtomicBoolean left = new AtomicBoolean();
    ChannelFuture closed = ((ConnectionBase) context.request().connection()).channel().closeFuture();
    ChannelFutureListener leave =
        end -> {
          if (left.compareAndSet(false, true)) {
            longBodies.decrementAndGet();
          }
        };
    closed.addListener(leave);
    context.addEndHandler(
        ended -> {
          closed.removeListener(leave);
          if (left.compareAndSet(false, true)) {
            longBodies.decrementAndGet();
          }
        });
  }

  private void gather(RoutingContext context, int length) {
    HttpServerRequest request = context.request();
    Buffer body = Buffer.buffer(length);
    long timer = context.vertx().setTimer(PATIENCE_MILLIS, late -> refuseLate(context));
    request.handler(body::appendBuffer);
    request.exceptionHandler(gone -> context.vertx().cancelTimer(timer));
    request.endHandler(
        ended -> {
          if (context.vertx().cancelTimer(timer)) {
            ((RoutingContextInternal) context).setBody(body);
            context.next();
          }
        });
    if (request.headers().contains(HttpHeaders.EXPECT, "100-continue", true)) {
      context.response().writeContinue();
    }
    request.resume();
  }

  private void refuseLate(RoutingContext context) {
    String detail = "The body did not come within " + PATIENCE_MILLIS / 1_000 + " seconds";
    context.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    refusal.answer(context, 408, "Body too slow", detail);
  }
}
