package dev.grove.registry;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** A key with its text, on an experiment, a run, a model or a version. */
public record Tag(String key, String value) {
  /**
   * One tag a key, the last one given, in the order of the keys.
   *
   * <p>Two writers that take row locks in one order cannot deadlock.
   */
  public static List<Tag> lastOfEach(Collection<Tag> tags) {
    TreeMap<String, Tag> last = new TreeMap<>();
    tags.forEach(tag -> last.put(tag.key(), tag));
    return List.copyOf(last.values());
  }

  public static String[] keys(Collection<Tag> tags) {
    return tags.stream().map(Tag::key).toArray(String[]::new);
  }

  public static String[] values(Collection<Tag> tags) {
    return tags.stream().map(Tag::value).toArray(String[]::new);
  }
}
