package dev.grove.inference.fallback;

import dev.grove.inference.serving.ServedModel;

/** Knows whether what a model is asked has become unlike what it was trained on. */
public interface DriftAlarm {
  /** Whether its drift is severe just now. Asked for every row: must be quick. */
  boolean isSevere(ServedModel model);
}
