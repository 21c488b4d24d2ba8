package dev.grove.inference.admission;

import dev.grove.inference.EarlyAnswers;
import dev.grove.inference.Refused;
import dev.grove.inference.tracing.PredictionTracing;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/**
 * Lets requests for predictions through to a thread as their lane allows. Those that wait hold no
 * thread, those that are shed never get one: this runs on the event loop, after a short body has
 * come and before anything looks at it. Probes, metrics and all that is no prediction pass.
 */
@Singleton
public final class Admission {
  /** After {@code BodyGate} has gathered a short body. */
  private static final int AFTER_THE_BODY = 700;

  private static final int SHORT_BYTES = 64 << 10;
  private static final int COST_UNIT_BYTES = 1_024;
  private static final int UNKNOWN_COST = 1_024;
  private static final int MOST_COST = 64 << 10;
  private static final long SWEEP_MILLIS = 20;

  private final Lanes lanes;
  private final EarlyAnswers answers;
  private final SlowClients slowClients;
  private final PredictionTracing tracing;
  private final Vertx vertx;
  private final boolean trustNames;

  @Inject
  public Admission(
      Lanes lanes,
      EarlyAnswers answers,
      SlowClients slowClients,
      PredictionTracing tracing,
      Vertx vertx,
      AdmissionConfig config) {
    this.lanes = lanes;
    this.answers = answers;
    this.slowClients = slowClients;
    this.tracing = tracing;
    this.vertx = vertx;
    this.trustNames = config.trustClientNames();
  }

  void register(@Observes Filters filters) {
    filters.register(this::admit, AFTER_THE_BODY);
    vertx.setPeriodic(SWEEP_MILLIS, tick -> lanes.sweep(System.nanoTime()));
  }

  private void admit(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (request.method() != HttpMethod.POST || !isScoring(context.normalizedPath())) {
      context.next();
      return;
    }
    long now = System.nanoTime();
    Deadline deadline;
    try {
      deadline = Deadline.of(request::getHeader, now);
    } catch (Refused e) {
      answers.refuse(context, e);
      return;
    }
    int length = length(request);
    boolean isShort = request.isEnded() || (length >= 0 && length <= SHORT_BYTES);
    boolean isRow = isShort && !context.normalizedPath().contains("/batch");
    enter(context, isRow ? lanes.rows() : lanes.batches(), isRow ? -1 : length, deadline, now);
  }

  /**
   * @param length the body's, or -1 where its cost is of no interest or unknown
   */
  private void enter(
      RoutingContext context, Lane lane, int length, Deadline deadline, long now) {
    int cost = lane == lanes.rows() ? Lane.QUANTUM : costOf(length);
    RequestTurn turn = new RequestTurn(context, lane, cost, deadline, now);
    if (deadline != null && deadline.isPast(now)) {
      turn.shed(Shed.DEADLINE_PASSED, 0);
      return;
    }
    context.addEndHandler(ended -> lane.end(turn, System.nanoTime()));
    if (lane.tryBegin(turn, now)) {
      turn.goOn(0);
    } else {
      turn.remember(vertx.getOrCreateContext());
      lane.enqueue(turn, now);
    }
  }

  private static boolean isScoring(String path) {
    return path.contains("/predict")
        || path.contains("/infer")
        || path.endsWith("/encode")
        || path.endsWith("/feedback");
  }

  private static int costOf(int length) {
    return length < 0 ? UNKNOWN_COST : Math.min(MOST_COST, 1 + length / COST_UNIT_BYTES);
  }

  /** What is announced, or -1. */
  private static int length(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? -1 : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(length));
    } catch (NumberFormatException tooLong) {
      return Integer.MAX_VALUE;
    }
  }

  /** One request's turn: it goes on by the event loop that it came by. */
  private final class RequestTurn extends Turn {
    private final RoutingContext context;
    private final Lane lane;
    private Context eventLoop;
    private String client;

    RequestTurn(
        RoutingContext context, Lane lane, int cost, Deadline deadline, long arrived) {
      super(cost, deadline, arrived);
      this.context = context;
      this.lane = lane;
    }

    @Override
    String client() {
      if (client == null) {
        client = ClientKey.of(context.request(), trustNames);
      }
      return client;
    }

    void remember(Context loop) {
      eventLoop = loop;
    }

    void goOn(long waitedNanos) {
      slowClients.watch(context, lane == lanes.batches());
      tracing.admitted(lanes.nameOf(lane), waitedNanos);
      context.next();
    }

    @Override
    boolean isGone() {
      return !((ConnectionBase) context.request().connection()).channel().isActive();
    }

    @Override
    void begin() {
      long now = System.nanoTime();
      lanes.metersOf(lane).waited(now - arrived());
      eventLoop.runOnContext(
          go -> {
            if (context.response().closed()) {
              lane.end(this, System.nanoTime());
              return;
            }
            if (deadline() != null) {
              long left = TimeUnit.NANOSECONDS.toMillis(deadline().remainingNanos(now));
              context.request().headers().set(Deadline.HEADER, String.valueOf(Math.max(left, 1)));
            }
            goOn(now - arrived());
          });
    }

    @Override
    void shed(Shed why, long retryAfterNanos) {
      lanes.metersOf(lane).shed(why);
      if (eventLoop == null) {
        answer(why, retryAfterNanos);
      } else {
        eventLoop.runOnContext(go -> answer(why, retryAfterNanos));
      }
    }

    private void answer(Shed why, long retryAfterNanos) {
      if (context.response().ended() || context.response().closed()) {
        return;
      }
      if (why.status() == 429) {
        long seconds = 1 + TimeUnit.NANOSECONDS.toSeconds(retryAfterNanos);
        context.response().putHeader(HttpHeaders.RETRY_AFTER, String.valueOf(seconds));
      }
      answers.answer(context, why.status(), why.title(), why.detail());
    }
  }
}
