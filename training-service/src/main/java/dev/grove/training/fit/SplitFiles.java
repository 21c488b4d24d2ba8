package dev.grove.training.fit;

import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A job's downloaded split.
 *
 * @param target what rows without it are passed over for
 * @param groups null where rows stand for themselves
 */
record SplitFiles(JobFiles files, Column target, GroupSplit groups) {
  static final String TRAIN = "train";
  static final String VALIDATION = "validation";
  static final String TEST = "test";
  static final List<String> PARTS = List.of(TRAIN, VALIDATION, TEST);

  /** A part from its first row on, with the columns of the input alone. */
  SplitReader read(String part, InputSchema input) throws IOException {
    if (groups == null) {
      return new SplitReader(file(part), input, target);
    }
    List<Path> all = PARTS.stream().map(this::file).toList();
    return new SplitReader(all, input, target, groups, part);
  }

  private Path file(String part) {
    return files.data().resolve(part + ".csv");
  }
}
