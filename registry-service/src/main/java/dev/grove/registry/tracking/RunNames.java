package dev.grove.registry.tracking;

import java.util.random.RandomGenerator;

/** Makes up names for runs that come without one. */
public final class RunNames {
  private static final String[] MANNERS = {
    "agile", "bold", "bright", "calm", "clever", "deep", "eager", "early", "fair", "fleet",
    "gentle", "golden", "hardy", "keen", "lively", "lucky", "merry", "mild", "noble", "nimble",
    "patient", "proud", "quiet", "rapid", "silent", "steady", "swift", "tall", "warm", "wise"
  };
  private static final String[] TREES = {
    "alder", "ash", "aspen", "beech", "birch", "cedar", "cherry", "chestnut", "cypress", "elm",
    "fir", "hazel", "hickory", "holly", "juniper", "larch", "laurel", "linden", "maple", "oak",
    "olive", "pine", "poplar", "rowan", "sequoia", "spruce", "sycamore", "walnut", "willow", "yew"
  };

  private RunNames() {}

  public static String random(RandomGenerator random) {
    return MANNERS[random.nextInt(MANNERS.length)]
        + "-"
        + TREES[random.nextInt(TREES.length)]
        + "-"
        + random.nextInt(1_000);
  }
}
