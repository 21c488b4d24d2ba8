package dev.grove.local.predict;

import java.util.Map;

/**
 * A row on its way to the model.
 *
 * @param line the file's line that it starts on, from 1
 * @param input the model's columns as raw text; null if the row is malformed
 * @param truth the target's raw text; null if it has none
 */
record TableRow(long line, Map<String, String> input, String truth) {
  boolean isMalformed() {
    return input == null;
  }
}
