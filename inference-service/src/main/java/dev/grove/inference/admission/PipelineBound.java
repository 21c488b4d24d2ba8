package dev.grove.inference.admission;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Closes connections of HTTP/1 whose clients send request after request without an end and without
 * taking the answers: the server would read and keep them all.
 */
@Singleton
public final class PipelineBound {
  /** Before all others but the request's id. */
  private static final int EARLY = 9_000;

  private static final int MOST_UNANSWERED = 128;
  private static final String BEFORE = "handler";
  private static final AttributeKey<Boolean> BOUND = AttributeKey.valueOf("grove.pipeline.bound");

  void register(@Observes Filters filters) {
    filters.register(PipelineBound::bound, EARLY);
  }

  private static void bound(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.version() != HttpVersion.HTTP_2) {
      Channel channel = ((ConnectionBase) request.connection()).channel();
      if (!channel.hasAttr(BOUND) && channel.pipeline().get(BEFORE) != null) {
        channel.attr(BOUND).set(true);
        channel.pipeline().addBefore(BEFORE, "grove-pipeline-bound", new Counting());
      }
    }
    context.next();
  }

  /** Ends a connection at once, whatever still waits to be sent. */
  static void cut(Channel channel) {
    channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
  }

  /** Requests that have come and are not answered; the first came before this was there. */
  private static final class Counting extends ChannelDuplexHandler {
    private int unanswered = 1;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      if (message instanceof HttpRequest && ++unanswered > MOST_UNANSWERED) {
        cut(context.channel());
      }
      super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (message instanceof LastHttpContent) {
        unanswered--;
      }
      super.write(context, message, promise);
    }
  }
}
