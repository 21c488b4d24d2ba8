package dev.grove.inference.serving;

/** Which model a request asks for. */
public sealed interface ModelReference {
  /**
   * A model by its name, or by its name and an alias: {@code adult}, {@code adult@challenger}. The
   * last {@code @} begins the alias, so a model that has one in its name is asked for with both.
   */
  static ModelReference of(String name) {
    int at = name.lastIndexOf('@');
    return at < 0 ? new Named(name) : new Aliased(name.substring(0, at), name.substring(at + 1));
  }

  /** The model that answers where none is named. */
  record Preferred() implements ModelReference {}

  /** A model by its name: whichever version its traffic goes to. */
  record Named(String model) implements ModelReference {}

  /** The version under one alias of a model. */
  record Aliased(String model, String alias) implements ModelReference {}

  /** One version of a model, promoted or not. */
  record Versioned(String model, String version) implements ModelReference {}
}
