package dev.grove.training.fit;

import dev.grove.bundle.Column;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/**
 * Deals whole groups to the parts, 70, 15 and 15 of a hundred by the group's own text.
 *
 * <p>data-service splits by row, which tears a group apart: a ranking judged on the other half of
 * groups that it learnt from looks better than it is. The same group lies in the same part in every
 * version of a dataset.
 *
 * @param column whose equal values make a group; rows without one are passed over
 */
record GroupSplit(Column column) {
  private static final int TRAIN = 70;
  private static final int VALIDATION = 15;

  String partOf(String group) {
    CRC32 hash = new CRC32();
    hash.update(group.getBytes(StandardCharsets.UTF_8));
    int share = new SplittableRandom(hash.getValue()).nextInt(100);
    if (share < TRAIN) {
      return SplitFiles.TRAIN;
    }
    return share < TRAIN + VALIDATION ? SplitFiles.VALIDATION : SplitFiles.TEST;
  }
}
