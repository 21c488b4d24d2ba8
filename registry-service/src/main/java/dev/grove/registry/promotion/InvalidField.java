package dev.grove.registry.promotion;

/** A field of a request to {@code /promotions} is to blame. */
final class InvalidField extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String field;

  /**
   * @param reason goes on after the field's name
   */
  InvalidField(String field, String reason) {
    super("'" + field + "' " + reason);
    this.field = field;
  }

  String field() {
    return field;
  }
}
