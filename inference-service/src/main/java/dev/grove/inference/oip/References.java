package dev.grove.inference.oip;

import dev.grove.inference.serving.ModelReference;

/** Which model a path of the protocol asks for. */
final class References {
  private References() {}

  /**
   * @param name the model's, or the model's with an alias
   * @param version null where the server chooses
   */
  static ModelReference of(String name, String version) {
    return version == null ? ModelReference.of(name) : new ModelReference.Versioned(name, version);
  }
}
