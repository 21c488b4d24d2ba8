package dev.grove.inference.oip;

import dev.grove.bundle.Row;

/** A tensor's elements in row-major order. */
sealed interface Elements permits Numbers, Flags, Texts {
  int count();

  /**
   * Gives an element to a column of a row, which stays missing where the element is missing.
   *
   * @throws dev.grove.bundle.InvalidValue if the column cannot hold it
   */
  void fill(Row row, int column, int index);
}
