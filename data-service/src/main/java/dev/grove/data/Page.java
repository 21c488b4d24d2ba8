package dev.grove.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** One page of a list; the token is absent on the last. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Page<T>(List<T> items, String nextPageToken) {
  /**
   * Cuts a page from rows of which one more than the limit was read.
   *
   * @param position what the token remembers of a row: lists continue after it
   */
  public static <R, T> Page<T> of(
      List<R> rows, Request request, ToLongFunction<R> position, Function<R, T> item) {
    if (rows.size() <= request.limit()) {
      return new Page<>(rows.stream().map(item).toList(), null);
    }
    List<R> shown = rows.subList(0, request.limit());
    long last = position.applyAsLong(shown.get(shown.size() - 1));
    String token =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Long.toString(last).getBytes(StandardCharsets.US_ASCII));
    return new Page<>(shown.stream().map(item).toList(), token);
  }

  /**
   * Which page is asked for.
   *
   * @param after the last row's position on the page before; null asks for the first page
   */
  public record Request(int limit, Long after) {
    public static final int DEFAULT_LIMIT = 100;
    public static final int MAX_LIMIT = 1_000;

    /**
     * Reads the query parameters {@code limit} and {@code pageToken}; null where absent.
     *
     * @throws InvalidInput naming the parameter
     */
    public static Request of(String limit, String pageToken) {
      long items = Numbers.wholeNumber("limit", limit, 1, MAX_LIMIT).orElse((long) DEFAULT_LIMIT);
      return new Request((int) items, pageToken == null ? null : position(pageToken));
    }

    private static Long position(String token) {
      try {
        byte[] decoded = Base64.getUrlDecoder().decode(token);
        return Long.valueOf(new String(decoded, StandardCharsets.US_ASCII));
      } catch (IllegalArgumentException e) {
        throw new InvalidInput("pageToken", "is not a token that this list gave out");
      }
    }
  }
}
