package dev.grove.data.dataset;

import dev.grove.data.InvalidInput;
import java.util.regex.Pattern;

/** A dataset's name as it may stand in a path: {@code [A-Za-z0-9][A-Za-z0-9._-]{0,127}}. */
public record DatasetName(String value) {
  private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

  /**
   * @throws InvalidInput if the name has another form
   */
  public DatasetName {
    if (value == null || !ALLOWED.matcher(value).matches()) {
      throw new InvalidInput(
          "name",
          "must begin with a letter or a digit and have up to 128 of letters, digits, '.', '_', '-'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
