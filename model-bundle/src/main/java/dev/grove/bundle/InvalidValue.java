package dev.grove.bundle;

/** A value that its column cannot hold: the client's mistake. */
public final class InvalidValue extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String column;
  private final String reason;

  public InvalidValue(String column, String reason) {
    super("Field '" + column + "': " + reason);
    this.column = column;
    this.reason = reason;
  }

  public String column() {
    return column;
  }

  public String reason() {
    return reason;
  }
}
