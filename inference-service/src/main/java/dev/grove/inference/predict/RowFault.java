package dev.grove.inference.predict;

import dev.grove.inference.Refused;

/**
 * Why a row is not predicted.
 *
 * @param field the input that is to blame, or null if it is the row
 * @param detail a sentence that stands beside the row's index
 * @param reason continues the sentence that the field's name begins, or null
 */
record RowFault(String field, String detail, String reason) {
  /**
   * @param field the input that is to blame, or null if it is the row
   * @param reason continues the sentence that the field's name begins
   */
  static RowFault of(String field, String reason) {
    String detail = field == null ? "The row " + reason : "Field '" + field + "': " + reason;
    return new RowFault(field, detail, reason);
  }

  /** A row whose text is no JSON. */
  static RowFault malformed(String field, String detail) {
    return new RowFault(field, detail, null);
  }

  /**
   * @param index the row's in its batch, or -1 for a single row
   */
  Refused refuse(int index) {
    String name = field == null ? "[" + index + "]" : Json.path(field, index);
    return reason == null ? Refused.invalidAt(name, detail) : Refused.invalid(name, reason);
  }
}
