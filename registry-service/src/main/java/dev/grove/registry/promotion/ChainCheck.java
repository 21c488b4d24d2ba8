package dev.grove.registry.promotion;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Goes along a chain, from its first entry on, until something is wrong. */
final class ChainCheck {
  private final long chain;
  private long length;
  private String head = LedgerEntry.BEFORE_ALL;
  private Optional<LedgerEntry> last = Optional.empty();
  private Optional<Verification.Break> broken = Optional.empty();

  ChainCheck(long chain) {
    this.chain = chain;
  }

  /**
   * An entry as it is stored.
   *
   * @param entry nothing if no version of this code could have written it
   */
  record Row(long sequence, Optional<LedgerEntry> entry) {
    static Row read(ResultSet row) throws SQLException {
      long sequence = row.getLong("sequence");
      try {
        return new Row(sequence, Optional.of(LedgerEntry.read(row)));
      } catch (IllegalArgumentException | IllegalStateException e) {
        return new Row(sequence, Optional.empty());
      }
    }
  }

  boolean isSound() {
    return broken.isEmpty();
  }

  long length() {
    return length;
  }

  void add(Row row) {
    if (row.sequence() != length + 1) {
      breaks(length + 1, "the entry is missing");
    } else if (row.entry().isEmpty()) {
      breaks(row.sequence(), "the entry has a state, an action or a door that there is not");
    } else {
      add(row.entry().get());
    }
  }

  private void add(LedgerEntry entry) {
    if (!entry.previous().equals(head)) {
      breaks(entry.sequence(), "it does not name the hash of the entry before");
    } else if (!entry.hash().equals(entry.computedHash())) {
      breaks(entry.sequence(), "its hash is not that of what it says");
    } else {
      length = entry.sequence();
      head = entry.hash();
      last = Optional.of(entry);
    }
  }

  private void breaks(long sequence, String reason) {
    broken = Optional.of(new Verification.Break(sequence, reason));
  }

  /** The finding about a model's chain, whose row says how long it is. */
  Verification ofLiving(long wantedLength, String wantedHead, long greatest, List<String> astray) {
    if (isSound() && length < wantedLength) {
      breaks(length + 1, "the entry is missing: the chain has " + wantedLength);
    } else if (isSound() && length < greatest) {
      breaks(length + 1, "the model does not know of the entry");
    } else if (isSound() && !head.equals(wantedHead)) {
      breaks(length, "its hash is not the one that the model knows as the last");
    }
    return new Verification(
        chain,
        broken.isEmpty() && astray.isEmpty(),
        length,
        head,
        false,
        broken.orElse(null),
        astray);
  }

  /** The finding about the chain of a model that is gone: it must end by saying so. */
  Verification ofDeleted() {
    if (isSound()
        && last.filter(entry -> entry.entry().action() == Action.MODEL_DELETED).isEmpty()) {
      breaks(length + 1, "the entry is missing: the chain of a deleted model ends with that");
    }
    return new Verification(
        chain, broken.isEmpty(), length, head, true, broken.orElse(null), List.of());
  }
}
