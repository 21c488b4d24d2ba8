package dev.grove.registry.promotion;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** One thing that a version must show before a protected alias points to it. */
sealed interface Gate {
  /** How far a run's clock may be ahead of the registry's. */
  Duration SKEW = Duration.ofMinutes(5);

  GateResult check(Evidence evidence);

  /** The metric of the run that it looks at. */
  default Optional<String> metric() {
    return Optional.empty();
  }

  /** Adds itself to a policy's JSON. */
  void write(ObjectNode policy);

  /** A metric of the version's run is large, or small, enough. */
  record MetricBound(String key, boolean atLeast, double bound) implements Gate {
    @Override
    public Optional<String> metric() {
      return Optional.of(key);
    }

    @Override
    public GateResult check(Evidence evidence) {
      OptionalDouble value = evidence.candidate(key);
      return atLeast
          ? GateResult.atLeast("metric", key, value, bound, "")
          : GateResult.atMost("metric", key, value, bound, "");
    }

    @Override
    public void write(ObjectNode policy) {
      policy.withArray("metrics").addObject().put("metric", key).put(limit(), bound);
    }

    private String limit() {
      return atLeast ? "atLeast" : "atMost";
    }
  }

  /** A metric is better than the present holder's by a margin; without a holder it passes. */
  record Improvement(String key, boolean higher, double by) implements Gate {
    @Override
    public Optional<String> metric() {
      return Optional.of(key);
    }

    @Override
    public GateResult check(Evidence evidence) {
      if (evidence.holder().isEmpty()) {
        return GateResult.passed("improvement", key, ">=", by, "nothing to compare with");
      }
      OptionalDouble value = evidence.candidate(key);
      OptionalDouble other = evidence.holder(key);
      if (value.isEmpty() || other.isEmpty()) {
        String lacking = value.isEmpty() ? "the version's run" : "the present holder's run";
        return GateResult.atLeast(
            "improvement", key, OptionalDouble.empty(), by, lacking + " has no such metric");
      }
      double gain =
          higher
              ? difference(value.getAsDouble(), other.getAsDouble())
              : difference(other.getAsDouble(), value.getAsDouble());
      return GateResult.atLeast(
          "improvement",
          key,
          OptionalDouble.of(gain),
          by,
          value.getAsDouble()
              + " against "
              + other.getAsDouble()
              + " of version "
              + evidence.holder().get());
    }

    /** In decimals, so that 0.3 is better than 0.2 by 0.1. */
    private static double difference(double value, double other) {
      return Double.isFinite(value) && Double.isFinite(other)
          ? BigDecimal.valueOf(value).subtract(BigDecimal.valueOf(other)).doubleValue()
          : value - other;
    }

    @Override
    public void write(ObjectNode policy) {
      policy
          .withArray("improvements")
          .addObject()
          .put("metric", key)
          .put("by", by)
          .put("better", higher ? "higher" : "lower");
    }
  }

  /** The bundle takes the same columns with the same types as the present holder's. */
  record SameInput() implements Gate {
    @Override
    public GateResult check(Evidence evidence) {
      if (evidence.holder().isEmpty()) {
        return GateResult.passed("sameInput", "input.json", "<=", 0, "nothing to compare with");
      }
      return evidence.candidateInput().compare(evidence.holderInput());
    }

    @Override
    public void write(ObjectNode policy) {
      policy.put("sameInput", true);
    }
  }

  /** The dataset's quality score, which the run carries as a metric, is large enough. */
  record DataQuality(double bound) implements Gate {
    /** The metric's key. */
    static final String KEY = "dataset.quality_score";

    @Override
    public Optional<String> metric() {
      return Optional.of(KEY);
    }

    @Override
    public GateResult check(Evidence evidence) {
      return GateResult.atLeast("dataQuality", KEY, evidence.candidate(KEY), bound, "");
    }

    @Override
    public void write(ObjectNode policy) {
      policy.putObject("dataQuality").put("atLeast", bound);
    }
  }

  /** The metrics that the gates look at were logged lately. */
  record FreshEvaluation(Duration maxAge) implements Gate {
    @Override
    public GateResult check(Evidence evidence) {
      if (evidence.evaluated().isEmpty()) {
        return GateResult.atMost(
            "evaluation", "age", OptionalDouble.empty(), seconds(maxAge), "no metric was logged");
      }
      Duration age = Duration.between(evidence.evaluated().get(), evidence.now());
      if (age.compareTo(SKEW.negated()) < 0) {
        return new GateResult(
            "evaluation", "age", false, seconds(age), ">=", 0.0, "it lies in the future");
      }
      return GateResult.atMost(
          "evaluation",
          "age",
          OptionalDouble.of(Math.max(0, seconds(age))),
          seconds(maxAge),
          "in seconds, since " + evidence.evaluated().get());
    }

    private static double seconds(Duration duration) {
      return duration.getSeconds() + duration.getNano() / 1e9;
    }

    @Override
    public void write(ObjectNode policy) {
      policy.putObject("evaluation").put("maxAge", maxAge.toString());
    }
  }

  /** People other than the requester approved. */
  record Approvals(int count) implements Gate {
    @Override
    public GateResult check(Evidence evidence) {
      return GateResult.atLeast(
          "approvals", "people", OptionalDouble.of(evidence.approvals()), count, "");
    }

    @Override
    public void write(ObjectNode policy) {
      policy.put("approvals", count);
    }
  }
}
