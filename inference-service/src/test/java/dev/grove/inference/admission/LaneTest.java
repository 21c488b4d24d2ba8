package dev.grove.inference.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LaneTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private long now;
  private final List<Request> begun = new ArrayList<>();

  /** What became of it is in its fields. */
  private final class Request extends Turn {
    private final String client;
    private Shed shed;
    private long retryAfter;
    private boolean atWork;
    private boolean gone;

    Request(String client, int cost, Deadline deadline) {
      super(cost, deadline, now);
      this.client = client;
    }

    @Override
    String client() {
      return client;
    }

    @Override
    boolean isGone() {
      return gone;
    }

    @Override
    void begin() {
      atWork = true;
      begun.add(this);
    }

    @Override
    void shed(Shed why, long retryAfterNanos) {
      shed = why;
      retryAfter = retryAfterNanos;
    }
  }

  private static Lane lane(int working, int perClient, int waiting, long longestWaitMillis) {
    return new Lane(
        new Lane.Limits(working, perClient, waiting, Duration.ofMillis(longestWaitMillis)));
  }

  private Request come(Lane lane, String client) {
    return come(lane, new Request(client, Lane.QUANTUM, null));
  }

  private Request come(Lane lane, Request request) {
    if (lane.tryBegin(request, now)) {
      request.begin();
    } else {
      lane.enqueue(request, now);
    }
    return request;
  }

  @Test
  void beginsWhileThereArePlacesAndThenInOrder() {
    Lane lane = lane(2, 2, 10, 1_000);
    Request first = come(lane, "a");
    Request second = come(lane, "a");
    Request third = come(lane, "a");
    Request fourth = come(lane, "a");
    assertThat(begun).containsExactly(first, second);
    assertThat(lane.working()).isEqualTo(2);
    assertThat(lane.waiting()).isEqualTo(2);
    lane.end(second, now);
    lane.end(second, now);
    assertThat(begun).containsExactly(first, second, third);
    lane.end(first, now);
    assertThat(begun).containsExactly(first, second, third, fourth);
    lane.end(third, now);
    lane.end(fourth, now);
    assertThat(lane.working()).isZero();
    assertThat(lane.waiting()).isZero();
  }

  @Test
  void whoeverGoesAwayWhileWaitingTakesNoPlace() {
    Lane lane = lane(1, 1, 10, 1_000);
    Request first = come(lane, "a");
    Request gone = come(lane, "a");
    Request last = come(lane, "a");
    lane.end(gone, now);
    lane.end(first, now);
    assertThat(gone.atWork).isFalse();
    assertThat(last.atWork).isTrue();
  }

  @Test
  void shedsWhereTheQueueIsFull() {
    Lane lane = lane(1, 1, 2, 1_000);
    come(lane, "a");
    come(lane, "a");
    come(lane, "a");
    assertThat(come(lane, "a").shed).isEqualTo(Shed.QUEUE_FULL);
  }

  @Test
  void aNewClientPushesOutTheOneThatHasMostWaiting() {
    Lane lane = lane(1, 1, 3, 1_000);
    come(lane, "greedy");
    Request kept = come(lane, "greedy");
    Request alsoKept = come(lane, "greedy");
    Request pushedOut = come(lane, "greedy");
    Request modest = come(lane, "modest");
    assertThat(pushedOut.shed).isEqualTo(Shed.PUSHED_OUT);
    assertThat(modest.shed).isNull();
    assertThat(kept.shed).isNull();
    assertThat(alsoKept.shed).isNull();
    assertThat(come(lane, "modest").shed).isEqualTo(Shed.QUEUE_FULL);
  }

  @Test
  void shedsByLittlesLawOnceItKnowsHowLongTurnsTake() {
    Lane lane = lane(2, 2, 1_000, 100);
    for (int i = 0; i < 1_000; i++) {
      Request request = come(lane, "a");
      now += 20 * MILLI;
      lane.end(request, now);
    }
    // Two places at 20 ms are ten turns in the 100 ms that a turn may wait.
    List<Request> all = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      all.add(come(lane, "a"));
    }
    assertThat(all.stream().filter(r -> r.shed == null).count()).isBetween(11L, 13L);
    Request late = all.get(29);
    assertThat(late.shed).isEqualTo(Shed.WAIT_TOO_LONG);
    assertThat(late.retryAfter).isBetween(80 * MILLI, 110 * MILLI);
    Deadline near = new Deadline(now + 30 * MILLI);
    Request hurried = come(lane, new Request("a", Lane.QUANTUM, near));
    assertThat(hurried.shed).isEqualTo(Shed.DEADLINE_TOO_NEAR);
  }

  @Test
  void oneTurnThatHungDoesNotShedTheRest() {
    Lane lane = lane(1, 1, 100, 250);
    Request hung = come(lane, "a");
    now += TimeUnit.MINUTES.toNanos(10);
    lane.end(hung, now);
    come(lane, "a");
    assertThat(come(lane, "a").shed).isNull();
  }

  @Test
  void sweepsWhatWaitedForTooLong() {
    Lane lane = lane(1, 1, 10, 100);
    come(lane, "a");
    Request patient = come(lane, "a");
    Request hurried = come(lane, new Request("a", Lane.QUANTUM, new Deadline(now + 10 * MILLI)));
    now += 11 * MILLI;
    lane.sweep(now);
    assertThat(hurried.shed).isEqualTo(Shed.DEADLINE_PASSED);
    assertThat(patient.shed).isNull();
    now += 90 * MILLI;
    lane.sweep(now);
    assertThat(patient.shed).isEqualTo(Shed.WAIT_TOO_LONG);
    assertThat(lane.waiting()).isZero();
  }

  @Test
  void sweepsWhoeverHungUp() {
    Lane lane = lane(1, 1, 10, 100);
    Request first = come(lane, "a");
    Request second = come(lane, "a");
    Request third = come(lane, "a");
    first.gone = true;
    second.gone = true;
    lane.sweep(now);
    assertThat(second.atWork).isFalse();
    assertThat(third.atWork).isTrue();
    lane.end(first, now);
    assertThat(lane.working()).isEqualTo(1);
  }

  @Test
  void passedDeadlinesGetNoTurn() {
    Lane lane = lane(1, 1, 10, 100);
    Request first = come(lane, "a");
    Request hurried = come(lane, new Request("a", Lane.QUANTUM, new Deadline(now + 10 * MILLI)));
    Request next = come(lane, "a");
    now += 20 * MILLI;
    lane.end(first, now);
    assertThat(hurried.shed).isEqualTo(Shed.DEADLINE_PASSED);
    assertThat(next.atWork).isTrue();
  }

  @Test
  void noClientHoldsMoreThanItsPlaces() {
    Lane lane = lane(4, 2, 10, 1_000);
    Request first = come(lane, "slow");
    come(lane, "slow");
    Request third = come(lane, "slow");
    assertThat(third.atWork).isFalse();
    assertThat(third.shed).isNull();
    Request other = come(lane, "other");
    assertThat(other.atWork).isTrue();
    lane.end(other, now);
    assertThat(third.atWork).isFalse();
    lane.end(first, now);
    assertThat(third.atWork).isTrue();
  }

  /** One client offers ten times what ten others do together, all in all ten times what is there. */
  @Test
  void aGreedyClientLeavesOthersTheirShare() {
    Lane lane = lane(2, 2, 1_000, 250);
    SplittableRandom random = new SplittableRandom(7);
    TreeMap<Long, Request> ends = new TreeMap<>();
    int[] offered = new int[2];
    List<Request> all = new ArrayList<>();
    // A turn takes 1 ms, so 2,000 a second can be served; 20,000 are offered.
    for (int step = 0; step < 200_000; step++) {
      now += 50_000;
      boolean greedy = random.nextInt(11) > 0;
      // Ten modest clients offer 1,800 a second together.
      String client = greedy ? "greedy" : "modest" + random.nextInt(10);
      offered[greedy ? 0 : 1]++;
      while (!ends.isEmpty() && ends.firstKey() <= now) {
        Request ended = ends.pollFirstEntry().getValue();
        int before = begun.size();
        lane.end(ended, now);
        schedule(ends, before);
      }
      int before = begun.size();
      all.add(come(lane, client));
      schedule(ends, before);
      if (step % 400 == 0) {
        lane.sweep(now);
      }
    }
    long modestServed = served(all, "modest");
    long greedyServed = served(all, "greedy");
    assertThat((double) modestServed / offered[1]).isGreaterThan(0.95);
    assertThat(greedyServed).isGreaterThan(0);
    assertThat(modestServed + greedyServed).isBetween(19_000L, 20_100L);
  }

  private void schedule(TreeMap<Long, Request> ends, int from) {
    for (Request request : begun.subList(from, begun.size())) {
      long end = now + MILLI;
      while (ends.containsKey(end)) {
        end++;
      }
      ends.put(end, request);
    }
  }

  private static long served(List<Request> all, String prefix) {
    return all.stream().filter(r -> r.atWork && r.client.startsWith(prefix)).count();
  }

  /** Cost counts, not the number of turns: big batches come less often than small ones. */
  @Test
  void roundsShareCost() {
    Lane lane = lane(1, 1, 1_000, 1_000_000);
    Request first = come(lane, "x");
    for (int i = 0; i < 40; i++) {
      come(lane, new Request("big", 4 * Lane.QUANTUM, null));
      for (int k = 0; k < 4; k++) {
        come(lane, new Request("small", Lane.QUANTUM, null));
      }
    }
    Request at = first;
    for (int i = 0; i < 50; i++) {
      lane.end(at, now);
      at = begun.get(begun.size() - 1);
    }
    assertThat(begun.stream().filter(r -> r.client.equals("big")).count()).isBetween(9L, 11L);
  }
}
