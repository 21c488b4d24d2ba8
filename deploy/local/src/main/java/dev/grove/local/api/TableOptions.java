package dev.grove.local.api;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * How a CSV file is to be read.
 *
 * @param target column's name, its index from 0, or {@code last}
 * @param key column's name, or null
 * @param drop columns to leave out, each as the user wrote it: one name, or several with commas
 * @param delimiter one character, {@code tab}, or null for the comma
 */
public record TableOptions(
    String target, String key, List<String> drop, boolean header, String delimiter) {
  public TableOptions {
    drop = List.copyOf(drop);
  }

  String query() {
    List<String> pairs = new ArrayList<>();
    add(pairs, "target", target);
    add(pairs, "key", key);
    drop.forEach(columns -> add(pairs, "drop", columns));
    add(pairs, "header", Boolean.toString(header));
    add(pairs, "delimiter", delimiter);
    StringJoiner query = new StringJoiner("&", "?", "");
    pairs.forEach(query::add);
    return query.toString();
  }

  private static void add(List<String> pairs, String name, String value) {
    if (value != null) {
      pairs.add(name + "=" + ServiceClient.encode(value));
    }
  }
}
