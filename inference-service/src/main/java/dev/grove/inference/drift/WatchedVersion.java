package dev.grove.inference.drift;

import dev.grove.inference.serving.ServedModel;
import java.util.Comparator;

/**
 * The version of a model that is watched.
 *
 * @param manifestSha256 tells its reference from any other
 */
public record WatchedVersion(String model, String version, String manifestSha256) {
  static final Comparator<WatchedVersion> ORDER =
      Comparator.comparing(WatchedVersion::model)
          .thenComparing(WatchedVersion::version, WatchedVersion::compareVersions)
          .thenComparing(WatchedVersion::manifestSha256);

  public static WatchedVersion of(ServedModel served) {
    return new WatchedVersion(served.name(), served.version(), served.manifestSha256());
  }

  /** Versions are numbers, the longer the higher; whatever else they are, they have an order. */
  private static int compareVersions(String left, String right) {
    int byLength = Integer.compare(left.length(), right.length());
    return byLength != 0 ? byLength : left.compareTo(right);
  }
}
