package dev.grove.inference.oip;

import dev.grove.inference.serving.ModelReference;

/** Which model a path of the protocol asks for. */
final class References {
  private References() {}

  /**
   * @param name the model's, or with an alias: the last {@code @} begins it
   * @param version null where the server chooses
   */
  static ModelReference of(String name, String version) {
    if (version != null) {
      return new ModelReference.Versioned(name, version);
    }
    int at = name.lastIndexOf('@');
    return at < 0
        ? new ModelReference.Named(name)
        : new ModelReference.Aliased(name.substring(0, at), name.substring(at + 1));
  }
}
