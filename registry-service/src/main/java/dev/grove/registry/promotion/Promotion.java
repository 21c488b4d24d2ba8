package dev.grove.registry.promotion;

import dev.grove.registry.actor.Actor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A wish to point an alias to a version, and all that was decided about it.
 *
 * @param entries of the ledger, in their order; the first one is the wish
 */
record Promotion(List<LedgerEntry> entries) {
  Promotion {
    entries = List.copyOf(entries);
  }

  LedgerEntry opening() {
    return entries.get(0);
  }

  LedgerEntry last() {
    return entries.get(entries.size() - 1);
  }

  PromotionId id() {
    return PromotionId.of(opening());
  }

  State state() {
    return last().entry().state();
  }

  /** The first approval of each person, in the order in which they came. */
  List<LedgerEntry> approvals() {
    Map<String, LedgerEntry> first = new LinkedHashMap<>();
    entries.stream()
        .filter(entry -> entry.entry().action() == Action.APPROVED)
        .forEach(entry -> first.putIfAbsent(entry.entry().cause().actor().name(), entry));
    return List.copyOf(first.values());
  }

  /** How many people have approved once this one does. */
  int peopleWith(Actor actor) {
    return 1
        + (int)
            approvals().stream()
                .filter(each -> !each.entry().cause().actor().name().equals(actor.name()))
                .count();
  }

  /** The digest of the bundle that it is about, if the version has one. */
  Optional<String> manifest() {
    return Details.readManifest(opening().entry().detail());
  }

  /** What the gates found when they were asked last. */
  List<GateResult> gates() {
    for (int i = entries.size() - 1; i >= 0; i--) {
      Optional<List<GateResult>> found = Details.readGates(entries.get(i).entry().detail());
      if (found.isPresent()) {
        return found.get();
      }
    }
    return List.of();
  }
}
