package dev.grove.inference.drift;

import java.util.List;

/** What a window says. */
record Verdict(Window window, List<ColumnVerdict> columns, DriftState state) {
  List<ColumnVerdict> drifting() {
    return columns.stream().filter(column -> column.state().isAlarm()).toList();
  }
}
