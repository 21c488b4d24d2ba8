package dev.grove.inference.fallback;

/** Who answers while the drift of a model's inputs is severe. */
public enum UnderDrift {
  /** The model all the same. */
  MODEL,
  /** The fallback forest, where the bundle has one. */
  FALLBACK,
  /** What is known without looking at the row, where the bundle has it. */
  PRIOR
}
