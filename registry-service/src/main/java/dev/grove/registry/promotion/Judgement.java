package dev.grove.registry.promotion;

import java.util.List;

/** What the gates' results come to. */
enum Judgement {
  MOVE,
  /** Only people can make it pass. */
  WAIT,
  REFUSE;

  static Judgement of(List<GateResult> gates) {
    List<GateResult> failed = gates.stream().filter(gate -> !gate.passed()).toList();
    if (failed.isEmpty()) {
      return MOVE;
    }
    return failed.stream().allMatch(GateResult::isOfApprovals) ? WAIT : REFUSE;
  }
}
