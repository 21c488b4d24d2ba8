package dev.grove.registry.mlflow;

import dev.grove.registry.Tag;
import java.util.Collection;
import java.util.List;

/** A tag or a parameter. */
public record TagJson(String key, String value) {
  static List<TagJson> of(Collection<Tag> tags) {
    return tags.stream().map(tag -> new TagJson(tag.key(), tag.value())).toList();
  }
}
