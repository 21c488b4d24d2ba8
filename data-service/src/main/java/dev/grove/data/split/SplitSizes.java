package dev.grove.data.split;

/** How a version's rows were divided. */
public record SplitSizes(String name, long seed, long train, long validation, long test) {
  public long of(Part part) {
    return switch (part) {
      case TRAIN -> train;
      case VALIDATION -> validation;
      case TEST -> test;
    };
  }
}
