package dev.grove.local.demo;

import dev.grove.local.TextTable;
import dev.grove.local.api.DatasetVersion;
import dev.grove.local.api.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A profile on one screen. */
record ProfileReport(Profile profile, DatasetVersion version) {
  private static final int MOST_CLASSES = 20;

  List<String> lines() {
    TextTable table = new TextTable("column", "type", "missing", "distinct", "range or top value");
    for (Profile.Column column : profile.columns()) {
      table.add(
          role(column.name()),
          column.type(),
          grouped(column.nulls()),
          grouped(column.distinct()),
          summary(column));
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (!profile.classes().isEmpty()) {
      lines.add("");
      lines.addAll(classes());
    }
    return lines;
  }

  private String role(String column) {
    if (column.equals(version.target())) {
      return TextTable.shorten(column) + " (target)";
    }
    return column.equals(version.key()) ? TextTable.shorten(column) + " (key)" : column;
  }

  private static String summary(Profile.Column column) {
    boolean text = column.type().equals("string") || column.type().equals("boolean");
    if (!text && column.min() != null) {
      return column.min() + " .. " + column.max();
    }
    if (column.top().isEmpty()) {
      return "";
    }
    Profile.Top top = column.top().get(0);
    return TextTable.shorten(top.value()) + " (" + grouped(top.count()) + ")";
  }

  private List<String> classes() {
    TextTable table = new TextTable("class", "rows", "share");
    for (Profile.ClassCount count :
        profile.classes().subList(0, Math.min(MOST_CLASSES, profile.classes().size()))) {
      table.add(
          count.label(),
          grouped(count.count()),
          String.format(Locale.ROOT, "%.1f%%", 100.0 * count.count() / profile.rows()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (profile.classes().size() > MOST_CLASSES) {
      lines.add("   … and " + (profile.classes().size() - MOST_CLASSES) + " more");
    }
    return lines;
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
