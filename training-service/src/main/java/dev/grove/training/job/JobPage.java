package dev.grove.training.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.training.fit.InvalidParameter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Some jobs, the newest first.
 *
 * @param nextPageToken null on the last page
 */
@Schema(name = "JobPage")
@JsonInclude(JsonInclude.Include.NON_NULL)
record JobPage(List<JobJson> items, String nextPageToken) {
  static final int MOST = 1_000;

  /**
   * @param jobs one more than the limit, if there are more
   */
  static JobPage of(List<TrainingJob> jobs, int limit) {
    List<TrainingJob> shown = jobs.subList(0, Math.min(limit, jobs.size()));
    String token = jobs.size() > limit ? token(shown.get(shown.size() - 1).place()) : null;
    return new JobPage(shown.stream().map(JobJson::of).toList(), token);
  }

  /** The place that the page lies before; beyond all places for the first page. */
  static long before(String token) {
    if (token == null || token.isEmpty()) {
      return Long.MAX_VALUE;
    }
    try {
      byte[] text = Base64.getUrlDecoder().decode(token);
      return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      throw new InvalidParameter("pageToken", "is none that this service gave");
    }
  }

  private static String token(long place) {
    byte[] text = Long.toString(place).getBytes(StandardCharsets.US_ASCII);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }
}
