package dev.grove.inference.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.Refused;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * A page of versions, ordered by model and version.
 *
 * @param nextPageToken absent on the last page
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record DriftPage(List<Item> items, String nextPageToken) {
  private static final int LARGEST = 1_000;

  /**
   * @param drifting the columns that do
   */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Item(
      String model,
      String version,
      DriftState state,
      Instant since,
      String detail,
      WindowSpanJson window,
      List<String> drifting) {
    static Item of(DriftReport report) {
      Verdict verdict = report.verdict().orElse(null);
      return new Item(
          report.version().model(),
          report.version().version(),
          report.state(),
          report.since(),
          DriftWords.of(report.state(), verdict),
          verdict == null ? null : WindowSpanJson.of(verdict.window()),
          verdict == null ? List.of() : PastVerdict.of(verdict).drifting());
    }
  }

  /**
   * @param reports in order
   * @param pageToken null for the first page
   */
  static DriftPage of(List<DriftReport> reports, String limit, String pageToken) {
    int most = limit(limit);
    WatchedVersion after = pageToken == null ? null : decode(pageToken);
    List<DriftReport> left =
        reports.stream()
            .filter(
                report ->
                    after == null || WatchedVersion.ORDER.compare(report.version(), after) > 0)
            .toList();
    List<DriftReport> page = left.subList(0, Math.min(most, left.size()));
    return new DriftPage(
        page.stream().map(Item::of).toList(),
        page.size() == left.size() ? null : encode(page.get(page.size() - 1).version()));
  }

  private static int limit(String text) {
    try {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= LARGEST) {
        return limit;
      }
    } catch (NumberFormatException e) {
      throw Refused.invalid("limit", "must be a number between 1 and " + LARGEST);
    }
    throw Refused.invalid("limit", "must be between 1 and " + LARGEST);
  }

  private static String encode(WatchedVersion version) {
    String text =
        version.model() + '\0' + version.version() + '\0' + version.manifestSha256();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static WatchedVersion decode(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split("\0", -1);
      if (parts.length == 3) {
        return new WatchedVersion(parts[0], parts[1], parts[2]);
      }
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("pageToken", "is no token of a page");
    }
    throw Refused.invalid("pageToken", "is no token of a page");
  }
}
