package dev.grove.inference.oip;

/** A named array that a client sent; {@code elements} are as many as the shape says. */
record Tensor(String name, Datatype datatype, Shape shape, Elements elements) {
  String words() {
    return Words.tensor(name);
  }
}
