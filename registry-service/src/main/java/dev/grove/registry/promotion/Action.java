package dev.grove.registry.promotion;

import java.util.Locale;

/** What an entry of the ledger tells. */
enum Action {
  REQUESTED,
  APPROVED,
  PROMOTED,
  REFUSED,
  REJECTED,
  SUPERSEDED,
  REMOVED,
  ROLLED_BACK,
  STAGED,
  POLICY_SET,
  POLICY_REMOVED,
  MODEL_RENAMED,
  VERSION_DELETED,
  MODEL_DELETED;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
