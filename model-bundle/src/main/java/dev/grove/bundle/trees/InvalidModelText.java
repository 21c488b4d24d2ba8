package dev.grove.bundle.trees;

/** A text that is no LightGBM model, or one beyond the bounds of what is loaded. */
public final class InvalidModelText extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidModelText(String message) {
    super(message);
  }
}
