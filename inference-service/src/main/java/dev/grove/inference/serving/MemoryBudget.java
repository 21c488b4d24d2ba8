package dev.grove.inference.serving;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Says which models must leave memory, so that the others stay within a number of bytes. */
final class MemoryBudget {
  private final long most;

  /**
   * @param most bytes that all models may have together
   */
  MemoryBudget(long most) {
    this.most = most;
  }

  long most() {
    return most;
  }

  long weight(Collection<ServedModel> models) {
    return models.stream().mapToLong(ServedModel::weight).sum();
  }

  /** Whether a model fits beside what must stay. One that is pinned must be here whatever it is. */
  boolean hasRoom(
      ServedModel newcomer,
      Collection<ServedModel> serving,
      Collection<ServedModel> pinned,
      boolean isPinned) {
    return isPinned || least(serving) + least(pinned) + newcomer.bundleWeight() <= most;
  }

  /** What they take without the working memory that waits, which is let go of when it must. */
  private static long least(Collection<ServedModel> models) {
    return models.stream().mapToLong(ServedModel::bundleWeight).sum();
  }

  /** Those to let go of: of what may leave, what was used the longest ago first. */
  List<ServedModel> leaving(
      Collection<ServedModel> serving,
      Collection<ServedModel> loaded,
      Predicate<ServedModel> mayLeave) {
    long over = weight(serving) + weight(loaded) - most;
    List<ServedModel> leaving = new ArrayList<>();
    if (over <= 0) {
      return leaving;
    }
    List<ServedModel> oldestFirst =
        loaded.stream().filter(mayLeave).sorted(Comparator.comparing(MemoryBudget::use)).toList();
    for (ServedModel model : oldestFirst) {
      if (over <= 0) {
        break;
      }
      leaving.add(model);
      over -= model.weight();
    }
    return leaving;
  }

  private static Instant use(ServedModel model) {
    return model.lastUsed().filter(model.servedSince()::isBefore).orElse(model.servedSince());
  }
}
