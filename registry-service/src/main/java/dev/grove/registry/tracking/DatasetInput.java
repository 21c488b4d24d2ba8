package dev.grove.registry.tracking;

import dev.grove.registry.Limits;
import dev.grove.registry.Tag;
import java.util.List;

/** A dataset as an input of one run, with tags such as {@code mlflow.data.context}. */
public record DatasetInput(Dataset dataset, List<Tag> tags) {
  private static final int TAG_KEY = 255;
  private static final int TAG_VALUE = 500;

  /** Checks the lengths as MLflow does, and keeps the last tag of each key. */
  DatasetInput checked() {
    for (Tag tag : tags) {
      Limits.length("key", TAG_KEY, tag.key());
      Limits.length("value", TAG_VALUE, tag.value());
    }
    return new DatasetInput(dataset.checked(), Tag.lastOfEach(tags));
  }
}
