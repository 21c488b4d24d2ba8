package dev.grove.inference.feedback;

import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Task;
import dev.grove.inference.drift.WatchedVersion;
import dev.grove.inference.feedback.IssuedPrediction.Answer;
import dev.grove.inference.predict.AnswerIds;
import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.ModelSlot;
import dev.grove.inference.serving.ServedModel;
import dev.grove.inference.serving.ServedModels;
import dev.grove.inference.serving.ServingConfig;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jboss.logging.Logger;

/** Gives predictions their ids, and takes what became known of them later. */
@Singleton
public final class Feedback implements AnswerIds {
  private static final Logger LOG = Logger.getLogger(Feedback.class);

  /** A replica whose clock is ahead may have given an id just now. */
  private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

  /** Models are large: one that was replaced must not stay in memory. */
  private static final long FORGOTTEN_AFTER_MILLIS = 1_000;

  private final boolean enabled;
  private final Duration maxAge;
  private final long windowRows;
  private final int maxVersions;
  private final QualityRule rule;
  private final ServedModels models;
  private final MeterRegistry meters;
  private final Clock clock;
  private final PredictionIds ids;
  private final SeenPredictions seen;
  private final ConcurrentMap<Long, VersionQuality> versions = new ConcurrentHashMap<>();

  /** Each answering model's number, until {@link #forgetModels}. */
  private final ConcurrentMap<ServedModel, Long> numbers = new ConcurrentHashMap<>();

  @Inject
  public Feedback(
      FeedbackConfig config, ServingConfig serving, ServedModels models, MeterRegistry meters) {
    this(
        config,
        key(config, serving),
        new SecureRandom().nextInt(),
        models,
        meters,
        Clock.systemUTC());
  }

  /**
   * @param process a number that no other process is likely to have
   */
  Feedback(
      FeedbackConfig config,
      byte[] key,
      int process,
      ServedModels models,
      MeterRegistry meters,
      Clock clock) {
    this.enabled = config.ids();
    this.maxAge = config.maxAge();
    this.windowRows = Math.max(1, config.windowRows());
    this.maxVersions = Math.max(1, config.maxVersions());
    this.rule = new QualityRule(config.falseAlarms(), config.accuracyDrop(), config.errorRise());
    this.models = models;
    this.meters = meters;
    this.clock = clock;
    this.ids = new PredictionIds(key, process, clock);
    this.seen = new SeenPredictions(config.memoryBlocks());
  }

  /** A wrong key that was configured ends the start; a disk that fails does not. */
  private static byte[] key(FeedbackConfig config, ServingConfig serving) {
    if (config.key().isPresent()) {
      return FeedbackKey.of(config.key().get());
    }
    try {
      return FeedbackKey.in(serving.directory(), new SecureRandom());
    } catch (IOException e) {
      LOG.warnf("Prediction ids will not outlive this process: %s", e.getMessage());
      byte[] key = new byte[SipHash.KEY_BYTES];
      new SecureRandom().nextBytes(key);
      return key;
    }
  }

  /** The key is looked at now, and not when the first answer wants an id. */
  void start(@Observes StartupEvent event, Vertx vertx) {
    LOG.debugf("Answers carry prediction ids: %s", enabled);
    vertx.setPeriodic(FORGOTTEN_AFTER_MILLIS, tick -> forgetModels());
  }

  /**
   * Lets go of all models: those that still answer are entered anew, with the time of their use.
   */
  void forgetModels() {
    numbers.clear();
  }

  @Override
  public String of(ServedModel model, Prediction prediction, ServedBy servedBy) {
    return enabled ? ids.issue(number(model), servedBy == ServedBy.MODEL, prediction) : null;
  }

  private long number(ServedModel model) {
    Long known = numbers.get(model);
    return known != null ? known : enter(model);
  }

  private long enter(ServedModel model) {
    WatchedVersion version = WatchedVersion.of(model);
    long number =
        ids.hash(
            (version.model() + '\0' + version.version() + '\0' + version.manifestSha256())
                .getBytes(StandardCharsets.UTF_8));
    versions
        .computeIfAbsent(
            number, unknown -> new VersionQuality(version, model.bundle(), rule, windowRows, clock))
        .use(clock.millis());
    while (versions.size() > maxVersions) {
      versions.entrySet().stream()
          .min(Comparator.comparingLong(entry -> entry.getValue().lastUsed()))
          .ifPresent(idle -> versions.remove(idle.getKey()));
    }
    numbers.put(model, number);
    return number;
  }

  /**
   * Takes the truth about one prediction.
   *
   * @return why not, if it is not taken
   */
  Optional<FeedbackFault> take(FeedbackItem item) {
    FeedbackFault fault = judge(item);
    meters
        .counter("grove.feedback", "outcome", fault == null ? "taken" : fault.wireName())
        .increment();
    return Optional.ofNullable(fault);
  }

  private FeedbackFault judge(FeedbackItem item) {
    IssuedPrediction prediction = ids.read(item.predictionId());
    if (prediction == null || prediction.at().isAfter(clock.instant().plus(CLOCKS_DIFFER))) {
      return FeedbackFault.UNKNOWN_ID;
    }
    if (prediction.at().isBefore(clock.instant().minus(maxAge))) {
      return FeedbackFault.EXPIRED;
    }
    VersionQuality quality = quality(prediction.version());
    if (quality == null) {
      return FeedbackFault.UNKNOWN_VERSION;
    }
    Labels labels = quality.labels();
    if (labels.task() == Task.RANKING) {
      return FeedbackFault.NOT_JUDGED;
    }
    int truth = -1;
    if (labels.task().isClassification()) {
      truth = Collections.binarySearch(labels.classes(), item.label(), Labels.BY_CODE_POINT);
      if (truth < 0) {
        return FeedbackFault.UNKNOWN_LABEL;
      }
    } else if (!Double.isFinite(item.value())) {
      return FeedbackFault.NOT_A_NUMBER;
    }
    return switch (seen.note(prediction)) {
      case SEEN -> FeedbackFault.SEEN;
      case FORGOTTEN -> FeedbackFault.EXPIRED;
      case NEW -> {
        count(quality, prediction, truth, item.value());
        yield null;
      }
    };
  }

  private void count(VersionQuality quality, IssuedPrediction prediction, int truth, double value) {
    Optional<QualityState> begun = Optional.empty();
    if (prediction.answer() instanceof Answer.OfClass answer && truth >= 0) {
      begun = quality.addClass(answer, truth, prediction.byModel());
    } else if (prediction.answer() instanceof Answer.OfNumber answer) {
      begun = quality.addNumber(answer, value, prediction.byModel());
    }
    begun.ifPresent(
        state ->
            meters
                .counter(
                    "grove.quality.changes",
                    "model",
                    quality.version().model(),
                    "to",
                    state.wireName())
                .increment());
  }

  /** Null if no such version was asked since the start, nor serves now. */
  private VersionQuality quality(long number) {
    VersionQuality known = versions.get(number);
    if (known == null) {
      for (ModelSlot slot : models.all()) {
        ServedModel serving = slot.serving();
        if (serving != null) {
          enter(serving);
        }
      }
      known = versions.get(number);
    }
    return known;
  }

  /** The true quality of a version, if any of its predictions was given an id. */
  public Optional<QualityJson> quality(String model, String version) {
    return versions.values().stream()
        .filter(quality -> quality.version().model().equals(model))
        .filter(quality -> quality.version().version().equals(version))
        .findFirst()
        .map(VersionQuality::report);
  }
}
