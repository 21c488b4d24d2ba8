package dev.grove.inference.fallback;

import dev.grove.bundle.Fallback;
import dev.grove.bundle.Prediction;
import dev.grove.inference.admission.Deadline;
import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.BlockScorer;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import io.quarkus.arc.All;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Who answers a row: the model; where it throws, would be late or the rule forbids it, the bundle's
 * fallback forest; and where that cannot either, the prior. A bundle without a fallback has the
 * model alone.
 *
 * <p>A forest is not interrupted: it takes microseconds, and what it takes is known. Whether it will
 * be done in time is judged before it begins, by what it lately took against what the deadline
 * leaves, for it is the wait before that eats a request's time. An answer that comes late all the
 * same is given: it is the better one, and it is there.
 */
@Singleton
public final class AnswerChain {
  private static final Logger LOG = Logger.getLogger(AnswerChain.class);
  private static final long LOG_PAUSE_NANOS = 10_000_000_000L;

  private final FallbackRules rules;
  private final DriftAlarm[] alarms;
  private final FallbackMeters meters;
  private final LongSupplier nanoTime;
  private volatile long nextLog;

  @Inject
  public AnswerChain(FallbackRules rules, @All List<DriftAlarm> alarms, FallbackMeters meters) {
    this(rules, alarms, meters, System::nanoTime);
  }

  /**
   * @param nanoTime the scale of deadlines
   */
  public AnswerChain(
      FallbackRules rules, List<DriftAlarm> alarms, FallbackMeters meters, LongSupplier nanoTime) {
    this.rules = rules;
    this.alarms = alarms.toArray(DriftAlarm[]::new);
    this.meters = meters;
    this.nanoTime = nanoTime;
    this.nextLog = nanoTime.getAsLong();
  }

  /**
   * Answers the row that the scratch was filled with.
   *
   * @param deadline null if there is all the time in the world
   * @throws RuntimeException if the model threw and its bundle has no fallback
   */
  public Given answer(ServedModel model, Scratch scratch, Deadline deadline) {
    Fallback fallback = model.bundle().fallback();
    if (fallback == null) {
      scratch.encode();
      return byModel(model, scratch);
    }
    try {
      scratch.encode();
    } catch (RuntimeException e) {
      log(model, "encoding", e);
      return prior(model, Reason.FAILURE);
    }
    FallbackRule rule = rules.of(model.name());
    if (rule.underDrift() != UnderDrift.MODEL && isSevere(model)) {
      return rule.underDrift() == UnderDrift.PRIOR
          ? prior(model, Reason.DRIFT)
          : byFallback(model, scratch, deadline, Reason.DRIFT);
    }
    if (isTooLate(deadline, model.pace().nanos())) {
      model.pace().passedOver();
      return byFallback(model, scratch, deadline, Reason.DEADLINE);
    }
    Given given;
    try {
      given = byModel(model, scratch);
    } catch (RuntimeException e) {
      log(model, "scoring", e);
      return byFallback(model, scratch, deadline, Reason.FAILURE);
    }
    return rule.belowConfidence() > 0 ? confident(model, scratch, given, rule) : given;
  }

  /**
   * Answers rows of one model, together where that is faster and no rule looks at each.
   *
   * @param scorer null if they are better scored one by one
   * @throws RuntimeException if the model threw and its bundle has no fallback
   */
  public Given[] answerAll(
      ServedModel model, Scratch[] rows, BlockScorer scorer, Deadline deadline) {
    Given[] given = new Given[rows.length];
    if (scorer != null && rows.length > 1 && mayAnswerAll(model, rows.length, deadline)) {
      try {
        long start = nanoTime.getAsLong();
        for (Scratch row : rows) {
          row.encode();
        }
        scorer.score(rows, rows.length);
        for (int i = 0; i < rows.length; i++) {
          given[i] = new Given(rows[i].prediction(), ServedBy.MODEL);
        }
        model.blockPace().took((nanoTime.getAsLong() - start) / rows.length);
        return given;
      } catch (RuntimeException e) {
        // One row is to blame, or all of them: the next loop tells.
        log(model, "scoring a block", e);
      }
    }
    for (int i = 0; i < rows.length; i++) {
      given[i] = answer(model, rows[i], deadline);
    }
    return given;
  }

  private boolean mayAnswerAll(ServedModel model, int rows, Deadline deadline) {
    if (model.bundle().fallback() == null) {
      return true;
    }
    FallbackRule rule = rules.of(model.name());
    return rule.belowConfidence() == 0
        && (rule.underDrift() == UnderDrift.MODEL || !isSevere(model))
        && !isTooLate(deadline, model.blockPace().nanos() * rows);
  }

  private Given byModel(ServedModel model, Scratch scratch) {
    long start = nanoTime.getAsLong();
    Prediction prediction = scratch.score();
    model.pace().took(nanoTime.getAsLong() - start);
    return new Given(prediction, ServedBy.MODEL);
  }

  private Given byFallback(ServedModel model, Scratch scratch, Deadline deadline, Reason why) {
    if (isTooLate(deadline, model.fallbackPace().nanos())) {
      model.fallbackPace().passedOver();
      return prior(model, why);
    }
    try {
      long start = nanoTime.getAsLong();
      Prediction prediction = scratch.scoreFallback();
      model.fallbackPace().took(nanoTime.getAsLong() - start);
      meters.answered(model, ServedBy.FALLBACK, why);
      return new Given(prediction, ServedBy.FALLBACK);
    } catch (RuntimeException e) {
      log(model, "the fallback's scoring", e);
      return prior(model, why);
    }
  }

  private Given prior(ServedModel model, Reason why) {
    meters.answered(model, ServedBy.PRIOR, why);
    Prediction prediction =
        Prediction.of(model.bundle().labels(), model.bundle().fallback().prior());
    return new Given(prediction, ServedBy.PRIOR);
  }

  /** One who is unsure gives way only to one who is not. */
  private Given confident(ServedModel model, Scratch scratch, Given given, FallbackRule rule) {
    if (!isUnsure(given.prediction(), rule)) {
      return given;
    }
    double[] rawScores = scratch.rawScores().clone();
    try {
      Prediction other = scratch.scoreFallback();
      if (!isUnsure(other, rule)) {
        meters.answered(model, ServedBy.FALLBACK, Reason.CONFIDENCE);
        return new Given(other, ServedBy.FALLBACK);
      }
    } catch (RuntimeException e) {
      log(model, "the fallback's scoring", e);
    }
    System.arraycopy(rawScores, 0, scratch.rawScores(), 0, rawScores.length);
    return given;
  }

  private static boolean isUnsure(Prediction prediction, FallbackRule rule) {
    return prediction instanceof Prediction.Classification classification
        && classification.confidence() < rule.belowConfidence();
  }

  private boolean isSevere(ServedModel model) {
    for (DriftAlarm alarm : alarms) {
      if (alarm.isSevere(model)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTooLate(Deadline deadline, long nanos) {
    return deadline != null && deadline.remainingNanos(nanoTime.getAsLong()) < nanos;
  }

  /** A model that always throws would fill the log: once in a while is enough. */
  private void log(ServedModel model, String what, RuntimeException why) {
    long now = nanoTime.getAsLong();
    if (now - nextLog >= 0) {
      nextLog = now + LOG_PAUSE_NANOS;
      LOG.errorf(
          why, "%s %s: %s failed, another answers", model.name(), model.version(), what);
    }
  }
}
