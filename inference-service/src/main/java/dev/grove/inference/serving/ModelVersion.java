package dev.grove.inference.serving;

import dev.grove.inference.Refused;
import java.util.regex.Pattern;

/** One version of a registered model. */
public record ModelVersion(String model, String version) {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

  /**
   * @throws Refused if there cannot be such a version: the registry counts them from 1
   */
  static ModelVersion of(String model, String version) {
    if (!NUMBER.matcher(version).matches()) {
      throw Refused.unknownVersion(model, version);
    }
    return new ModelVersion(model, version);
  }

  @Override
  public String toString() {
    return model + " " + version;
  }
}
