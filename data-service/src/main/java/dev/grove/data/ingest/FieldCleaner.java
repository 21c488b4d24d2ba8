package dev.grove.data.ingest;

import dev.grove.data.dataset.Cleaning;
import java.util.Set;

/** Trims a field and finds out whether it is missing. */
final class FieldCleaner {
  private final boolean trim;
  private final Set<String> nullTokens;

  FieldCleaner(Cleaning cleaning) {
    this.trim = cleaning.trim();
    this.nullTokens = Set.copyOf(cleaning.nullTokens());
  }

  /** The value, or null if it is missing. */
  String clean(CsvRow.Field field) {
    String text = trim ? Cleaning.trim(field.text()) : field.text();
    if (nullTokens.contains(text) || (text.isEmpty() && !field.quoted())) {
      return null;
    }
    return text;
  }
}
