package dev.grove.inference.oip;

/** A request's tensors as a model's rows. */
sealed interface InputRows permits TableRows, EncodedRows {
  int count();
}
