package dev.grove.inference.oip;

import dev.grove.bundle.Row;

/** Texts, made when they are asked for. */
sealed interface Texts extends Elements permits TextChars, TextBytes, PandasTexts, Base64Texts {
  /** Null if missing. */
  String text(int index);

  @Override
  default void fill(Row row, int column, int index) {
    row.setText(column, text(index));
  }
}
