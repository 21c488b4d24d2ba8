package dev.grove.registry.search.runs;

import dev.grove.registry.search.Field;
import dev.grove.registry.search.Field.Kind;
import dev.grove.registry.search.Field.Type;
import dev.grove.registry.search.Vocabulary;

/** What runs can be searched and ordered by, as MLflow's {@code search_utils.py} has it. */
public final class RunWords {
  static final Field START = new Field(Kind.ATTRIBUTE, "start_time", Type.WHOLE);

  /** MLflow compares and shows a run's name by this tag. */
  static final String NAME_TAG = "mlflow.runName";

  public static final Vocabulary FILTER =
      attributes(logged())
          .attribute("run_id", Type.LISTED_TEXT)
          .attribute("run_name", Type.TEXT, "run name", "Run name", "Run Name")
          .entity(Kind.DATASET, "dataset", "datasets")
          .key(Kind.DATASET, "name", Type.LISTED_TEXT)
          .key(Kind.DATASET, "digest", Type.LISTED_TEXT)
          .key(Kind.DATASET, "context", Type.LISTED_TEXT);

  public static final Vocabulary ORDER =
      attributes(logged())
          .attribute("run_id", Type.TEXT)
          .attribute("run_name", Type.TEXT, "run name", "Run name", "Run Name");

  private RunWords() {}

  private static Vocabulary logged() {
    return new Vocabulary()
        .free(Kind.METRIC, Type.REAL, "metric", "metrics")
        .free(Kind.PARAM, Type.OPTIONAL_TEXT, "parameter", "parameters", "param", "params")
        .free(Kind.TAG, Type.OPTIONAL_TEXT, "tag", "tags")
        .entity(Kind.ATTRIBUTE, "attribute", "attributes", "attr", "run");
  }

  private static Vocabulary attributes(Vocabulary words) {
    return words
        .attribute("artifact_uri", Type.TEXT)
        .attribute("end_time", Type.WHOLE)
        .attribute("start_time", Type.WHOLE, "created", "Created")
        .attribute("status", Type.TEXT)
        .attribute("user_id", Type.TEXT);
  }
}
