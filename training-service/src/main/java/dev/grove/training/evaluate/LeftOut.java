package dev.grove.training.evaluate;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A dataset's column that the model does not see, and why. */
@RegisterForReflection
public record LeftOut(String column, String reason) {
  /** The reason by which a bundle's reader recognises the key. */
  public static final String KEY = "key";
}
