package dev.grove.inference.scoring;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.Refused;
import java.util.List;

/**
 * A page of jobs, the newest first.
 *
 * @param nextPageToken absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ScoreJobPage(List<ScoreJob> items, String nextPageToken) {
  private static final int LARGEST = 1_000;

  /**
   * @param pageToken null for the first page
   */
  static ScoreJobPage of(List<ScoreJob> all, String limit, String pageToken) {
    int size = size(limit);
    int start = pageToken == null ? 0 : after(all, pageToken);
    List<ScoreJob> items = all.subList(start, Math.min(all.size(), start + size));
    boolean last = start + items.size() == all.size();
    return new ScoreJobPage(items, last ? null : items.get(items.size() - 1).id());
  }

  private static int size(String limit) {
    try {
      int size = Integer.parseInt(limit);
      if (size >= 1 && size <= LARGEST) {
        return size;
      }
    } catch (NumberFormatException e) {
      // As for a number that is out of bounds.
    }
    throw Refused.invalid("limit", "must be a number between 1 and " + LARGEST);
  }

  private static int after(List<ScoreJob> all, String id) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(id)) {
        return i + 1;
      }
    }
    throw Refused.invalid("pageToken", "is no token of a page, or its job is gone");
  }
}
