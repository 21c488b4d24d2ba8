package dev.grove.training.fit;

/** A part of a job's wishes that cannot be met: the client's mistake. */
public final class InvalidParameter extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String field;

  /**
   * @param field the path in the request, such as {@code parameters.num_leaves}
   */
  public InvalidParameter(String field, String reason) {
    super(reason);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
