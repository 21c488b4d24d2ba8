package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import java.io.IOException;
import java.util.List;

/**
 * A job's downloaded split.
 *
 * @param target what rows without it are passed over for
 */
record SplitFiles(JobFiles files, Column target) {
  static final String TRAIN = "train";
  static final String VALIDATION = "validation";
  static final String TEST = "test";
  static final List<String> PARTS = List.of(TRAIN, VALIDATION, TEST);

  /** A part from its first row on, with the columns of the input alone. */
  SplitReader read(String part, InputSchema input) throws IOException {
    return new SplitReader(files.data().resolve(part + ".csv"), input, target);
  }
}
