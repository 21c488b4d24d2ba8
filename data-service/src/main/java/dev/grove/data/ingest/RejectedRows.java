package dev.grove.data.ingest;

import java.util.ArrayList;
import java.util.List;

/** Counts the rows that are set aside and keeps the first of them. */
final class RejectedRows {
  private final int maxKept;
  private final List<RejectedRow> kept = new ArrayList<>();
  private long count;

  RejectedRows(int maxKept) {
    this.maxKept = maxKept;
  }

  void add(long line, String reason, String text) {
    if (kept.size() < maxKept) {
      kept.add(new RejectedRow(kept.size(), line, reason, text));
    }
    count++;
  }

  long count() {
    return count;
  }

  List<RejectedRow> kept() {
    return kept;
  }
}
