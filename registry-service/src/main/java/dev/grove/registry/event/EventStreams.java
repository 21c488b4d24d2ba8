package dev.grove.registry.event;

import dev.grove.registry.RegistryException;
import dev.grove.registry.event.WatcherCount.Answer;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** The streams that are open, no more than there may be. */
@Singleton
public final class EventStreams {
  private static final Logger LOG = Logger.getLogger(EventStreams.class);

  /** Reads of the database at a time: most connections are for requests. */
  private static final int READERS = 3;

  private static final int BEFORE_RESOURCES = -1;
  private static final long TICK_MILLIS = 1_000;

  private final EventsConfig config;
  private final EventStore store;
  private final EventFeed feed;
  private final EventMeters meters;
  private final Vertx vertx;
  private final WatcherCount count;
  private final Set<EventWatcher> watchers = ConcurrentHashMap.newKeySet();
  private final ExecutorService readers;

  public EventStreams(
      EventsConfig config, EventStore store, EventFeed feed, EventMeters meters, Vertx vertx) {
    this.config = config;
    this.store = store;
    this.feed = feed;
    this.meters = meters;
    this.vertx = vertx;
    count = new WatcherCount(config.maxWatchers(), config.maxWatchersPerClient());
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            READERS, READERS, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
    pool.allowCoreThreadTimeOut(true);
    readers = pool;
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "event-reader");
    thread.setDaemon(true);
    return thread;
  }

  void start(@Observes StartupEvent event) {
    feed.onNews(() -> watchers.forEach(EventWatcher::news));
    meters.watchersAre(count::open);
    meters.lastIs(feed::last);
    vertx.setPeriodic(
        TICK_MILLIS,
        any -> watchers.forEach(each -> each.tick(config.heartbeat(), config.patience())));
  }

  void stop(@Observes ShutdownEvent event) {
    watchers.forEach(EventWatcher::leave);
    readers.shutdown();
  }

  void register(@Observes Router router) {
    router.get("/events").order(BEFORE_RESOURCES).handler(this::open);
  }

  private void open(RoutingContext request) {
    if (!wantsStream(request.request())) {
      request.next();
      return;
    }
    try {
      EventQuery query = query(request);
      admit(request);
      Context context = vertx.getOrCreateContext();
      readers.execute(() -> begin(query, request, context));
    } catch (HttpProblem e) {
      answer(request, e);
    } catch (RejectedExecutionException e) {
      answer(request, busy(Status.SERVICE_UNAVAILABLE, "The registry ends"));
    }
  }

  /** Whoever does not ask for JSON gets a stream. */
  private static boolean wantsStream(HttpServerRequest request) {
    String accept = request.getHeader(HttpHeaders.ACCEPT);
    return accept == null
        || accept.contains(MediaType.SERVER_SENT_EVENTS)
        || !accept.contains(MediaType.APPLICATION_JSON);
  }

  private static EventQuery query(RoutingContext request) {
    try {
      return EventQuery.parse(
          request.request().getHeader("Last-Event-ID"),
          request.queryParams().get("after"),
          request.queryParam("model"),
          request.queryParam("type"));
    } catch (HttpException e) {
      throw EventQuery.invalid("query", "is not well-formed");
    }
  }

  private void admit(RoutingContext request) {
    String client = request.request().remoteAddress().hostAddress();
    Answer answer = count.enter(client);
    switch (answer) {
      case WELCOME -> request.addEndHandler(ended -> count.leave(client));
      case TOO_MANY_OF_CLIENT -> {
        meters.watcherRefused("client");
        throw busy(
            Status.TOO_MANY_REQUESTS,
            "This client has " + config.maxWatchersPerClient() + " streams of events open");
      }
      case TOO_MANY -> {
        meters.watcherRefused("total");
        throw busy(
            Status.SERVICE_UNAVAILABLE, config.maxWatchers() + " streams of events are open");
      }
    }
  }

  private static HttpProblem busy(Status status, String why) {
    return HttpProblem.builder()
        .withStatus(status)
        .withTitle(status.getReasonPhrase())
        .withDetail(why + "; try again, or list them with Accept: application/json")
        .build();
  }

  /** Finds where to begin. Blocking. */
  private void begin(EventQuery query, RoutingContext request, Context context) {
    try {
      long start = query.start(store.head());
      context.runOnContext(any -> stream(query, start, request, context));
    } catch (PositionGone e) {
      context.runOnContext(any -> answer(request, EventQuery.gone(e)));
    } catch (HttpProblem e) {
      context.runOnContext(any -> answer(request, e));
    } catch (RuntimeException e) {
      LOG.error("A stream of events cannot begin", e);
      Status status =
          e instanceof RegistryException
              ? Status.SERVICE_UNAVAILABLE
              : Status.INTERNAL_SERVER_ERROR;
      context.runOnContext(any -> answer(request, busy(status, "Events cannot be read now")));
    }
  }

  private void stream(EventQuery query, long start, RoutingContext request, Context context) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    response
        .setChunked(true)
        .setWriteQueueMaxSize(config.maxUnsent())
        .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.SERVER_SENT_EVENTS)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no");
    EventWatcher watcher =
        new EventWatcher(
            feed,
            query.filter(),
            start,
            response,
            context,
            readers,
            System::nanoTime,
            () -> hangUp(request.request()),
            meters::watcherCut);
    watchers.add(watcher);
    request.addEndHandler(
        ended -> {
          watchers.remove(watcher);
          watcher.left();
        });
    watcher.start();
  }

  /** At once: a response that is reset or ended in order waits until its client has read it. */
  private static void hangUp(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      request.response().reset();
    } else {
      var unused = ((ConnectionBase) request.connection()).channel().close();
    }
  }

  private static void answer(RoutingContext request, HttpProblem problem) {
    HttpServerResponse response = request.response();
    if (response.closed()) {
      return;
    }
    if (problem.getStatusCode() == 503 || problem.getStatusCode() == 429) {
      response.putHeader(HttpHeaders.RETRY_AFTER, "5");
    }
    JsonObject body =
        new JsonObject()
            .put("status", problem.getStatusCode())
            .put("title", problem.getTitle())
            .put("detail", problem.getDetail());
    problem.getParameters().forEach(body::put);
    response
        .setStatusCode(problem.getStatusCode())
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(body.encode());
  }
}
