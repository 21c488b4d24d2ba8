package dev.grove.inference.serving;

/** Which model a request asks for. */
public sealed interface ModelReference {
  /** The model that answers where none is named. */
  record Preferred() implements ModelReference {}

  /** A model by its name: whichever version its traffic goes to. */
  record Named(String model) implements ModelReference {}

  /** The version under one alias of a model. */
  record Aliased(String model, String alias) implements ModelReference {}

  /** One version of a model, promoted or not. */
  record Versioned(String model, String version) implements ModelReference {}
}
