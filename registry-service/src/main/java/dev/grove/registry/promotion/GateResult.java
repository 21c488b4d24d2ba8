package dev.grove.registry.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.OptionalDouble;

/**
 * What a gate found.
 *
 * @param subject what was measured
 * @param measured null if there is nothing to measure
 * @param rule how {@code measured} must be to {@code bound}: {@code >=} or {@code <=}
 * @param detail empty if the numbers say it all
 */
@JsonInclude(Include.NON_NULL)
public record GateResult(
    String gate,
    String subject,
    boolean passed,
    Double measured,
    String rule,
    double bound,
    String detail) {
  static GateResult atLeast(
      String gate, String subject, OptionalDouble measured, double bound, String detail) {
    boolean passed = measured.isPresent() && measured.getAsDouble() >= bound;
    return of(gate, subject, passed, measured, ">=", bound, detail);
  }

  static GateResult atMost(
      String gate, String subject, OptionalDouble measured, double bound, String detail) {
    boolean passed = measured.isPresent() && measured.getAsDouble() <= bound;
    return of(gate, subject, passed, measured, "<=", bound, detail);
  }

  static GateResult passed(String gate, String subject, String rule, double bound, String detail) {
    return new GateResult(gate, subject, true, null, rule, bound, detail);
  }

  private static GateResult of(
      String gate,
      String subject,
      boolean passed,
      OptionalDouble measured,
      String rule,
      double bound,
      String detail) {
    Double value = measured.isPresent() ? (Double) measured.getAsDouble() : null;
    String why =
        detail.isEmpty() && value == null ? "the version's run has no such metric" : detail;
    return new GateResult(gate, subject, passed, value, rule, bound, why);
  }

  /** Whether more people may yet make it pass. */
  boolean isOfApprovals() {
    return gate.equals("approvals");
  }

  /** The result in words. */
  String sentence() {
    return gate
        + " "
        + subject
        + ": "
        + (measured == null ? "missing" : measured)
        + ", must be "
        + rule
        + " "
        + bound
        + (detail.isEmpty() ? "" : " (" + detail + ")");
  }
}
