package dev.grove.inference.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.Refused;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.NavigableSet;
import java.util.function.Function;

/**
 * A page of models, ordered by name.
 *
 * @param nextPageToken absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ModelPage(List<ModelJson> items, String nextPageToken) {
  private static final int LARGEST = 1_000;

  /**
   * @param names of all models
   * @param pageToken null for the first page
   */
  static ModelPage of(
      NavigableSet<String> names, Function<String, ModelJson> view, int limit, String pageToken) {
    if (limit < 1 || limit > LARGEST) {
      throw Refused.invalid("limit", "must be between 1 and " + LARGEST);
    }
    var left = pageToken == null ? names : names.tailSet(decode(pageToken), false);
    List<ModelJson> items = left.stream().limit(limit + 1L).map(view).toList();
    if (items.size() <= limit) {
      return new ModelPage(items, null);
    }
    return new ModelPage(items.subList(0, limit), encode(items.get(limit - 1).name()));
  }

  /** Reads a limit, so that what is no number is blamed on the field and not on the path. */
  static int limit(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw Refused.invalid("limit", "must be a number between 1 and " + LARGEST);
    }
  }

  private static String encode(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refused.invalid("pageToken", "is no token of a page");
    }
  }
}
