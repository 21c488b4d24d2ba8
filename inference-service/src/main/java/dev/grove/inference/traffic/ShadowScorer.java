package dev.grove.inference.traffic;

import dev.grove.bundle.InvalidValue;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.inference.serving.FollowedAliases;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Scores kept rows with the version that is tried, and compares, on a thread of its own. */
final class ShadowScorer implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(ShadowScorer.class);

  private final TrafficRules rules;
  private final FollowedAliases aliases;
  private final ShadowQueue queue;
  private final TrafficMeters meters;
  private final Thread thread = new Thread(this::run, "shadow");

  ShadowScorer(
      TrafficRules rules, FollowedAliases aliases, ShadowQueue queue, TrafficMeters meters) {
    this.rules = rules;
    this.aliases = aliases;
    this.queue = queue;
    this.meters = meters;
  }

  void start() {
    thread.setDaemon(true);
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.start();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        score(queue.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** One row; whatever is wrong with it is counted and ends nothing. */
  void score(ShadowRow row) {
    ModelTraffic traffic = rules.find(row.model().name()).orElse(null);
    if (traffic == null || traffic.rule() == null || traffic.rule().shadow() == null) {
      return;
    }
    try {
      String alias = traffic.rule().shadow().alias();
      Optional<ServedModel> shadow = aliases.ready(row.model().name(), alias);
      if (shadow.isEmpty() || shadow.get().version().equals(row.model().version())) {
        traffic.shadow().skip();
        meters.shadowed(row.model().name(), "skipped");
      } else {
        compare(row, shadow.get(), traffic.shadow());
      }
    } catch (InvalidValue e) {
      fail(row, traffic);
    } catch (RuntimeException e) {
      LOG.warnf(e, "The shadow of %s failed", row.model().name());
      fail(row, traffic);
    }
  }

  private void fail(ShadowRow row, ModelTraffic traffic) {
    traffic.shadow().fail();
    meters.shadowed(row.model().name(), "failed");
  }

  private void compare(ShadowRow row, ServedModel shadow, ShadowCounts counts) {
    Scratch scratch = shadow.borrow();
    Prediction other;
    try {
      scratch.clear();
      fill(row.row(), scratch.row());
      other = scratch.predict();
    } finally {
      shadow.giveBack(scratch);
    }
    Difference difference = Difference.of(row.prediction(), other);
    if (difference == null) {
      counts.fail();
      meters.shadowed(shadow.name(), "failed");
      return;
    }
    counts.compare(row.model(), shadow, difference);
    meters.difference(shadow.name(), difference.absolute());
    meters.shadowed(shadow.name(), difference.outcome());
  }

  /** Columns that the other version does not have are left out, those it has alone are missing. */
  private static void fill(Row from, Row to) {
    if (to.schema().equals(from.schema())) {
      to.copyFrom(from);
      return;
    }
    for (int column = 0; column < to.schema().columns().size(); column++) {
      int there = from.schema().indexOf(to.schema().columns().get(column).name());
      if (there >= 0) {
        to.setText(column, from.text(there));
      }
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
