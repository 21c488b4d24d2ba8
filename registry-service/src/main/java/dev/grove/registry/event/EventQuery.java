package dev.grove.registry.event;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response.Status;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a reader asks for.
 *
 * @param after the position to go on behind; empty for the oldest event that is kept
 * @param latest whether to begin behind the last event instead
 */
record EventQuery(OptionalLong after, boolean latest, EventFilter filter) {
  private static final int MOST_VALUES = 100;
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,18}");
  private static final Set<String> TYPES =
      Arrays.stream(EventType.values()).map(EventType::text).collect(Collectors.toSet());

  /**
   * @param lastEventId the header of a client that comes again; null if there is none
   * @param after the parameter; null if there is none
   */
  static EventQuery parse(
      String lastEventId, String after, List<String> models, List<String> types) {
    EventFilter filter = new EventFilter(values("model", models), values("type", types));
    for (String type : filter.types()) {
      if (!TYPES.contains(type)) {
        throw invalid("type", "is one of " + String.join(", ", TYPES.stream().sorted().toList()));
      }
    }
    if (lastEventId != null && !lastEventId.isEmpty()) {
      return new EventQuery(position("Last-Event-ID", lastEventId), false, filter);
    }
    if (after == null || after.isEmpty()) {
      return new EventQuery(OptionalLong.empty(), false, filter);
    }
    return after.equals("latest")
        ? new EventQuery(OptionalLong.empty(), true, filter)
        : new EventQuery(position("after", after), false, filter);
  }

  private static OptionalLong position(String field, String text) {
    if (!POSITION.matcher(text).matches()) {
      throw invalid(field, "is the position of an event, or 'latest' in the parameter after");
    }
    return OptionalLong.of(Long.parseLong(text));
  }

  private static Set<String> values(String field, List<String> given) {
    if (given.size() > MOST_VALUES) {
      throw invalid(field, "may be given at most " + MOST_VALUES + " times");
    }
    for (String value : given) {
      if (value.indexOf('\0') >= 0) {
        throw invalid(field, "has a NUL character");
      }
    }
    return given.stream().filter(value -> !value.isEmpty()).collect(Collectors.toUnmodifiableSet());
  }

  /** The size of a page. */
  static int limit(String text) {
    if (text == null || text.isEmpty()) {
      return 100;
    }
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > 1000) {
      throw invalid("limit", "is a whole number from 1 to 1000");
    }
    return Integer.parseInt(text);
  }

  /**
   * The position to begin behind.
   *
   * @throws HttpProblem if it lies beyond the last event, as after a restored backup
   */
  long start(EventHead head) {
    if (latest) {
      return head.last();
    }
    long start = after.orElse(head.dropped());
    if (start > head.last()) {
      throw invalid("after", "lies beyond the last event, which is " + head.last());
    }
    if (start < head.dropped()) {
      throw new PositionGone(start, head.dropped());
    }
    return start;
  }

  static HttpProblem invalid(String field, String reason) {
    return HttpProblem.builder()
        .withStatus(Status.BAD_REQUEST)
        .withTitle("Bad Request")
        .withDetail(field + " " + reason)
        .with("field", field)
        .build();
  }

  static HttpProblem gone(PositionGone gone) {
    return HttpProblem.builder()
        .withStatus(Status.GONE)
        .withTitle("Gone")
        .withDetail(gone.getMessage())
        .with("field", "after")
        .with("oldest", gone.dropped())
        .build();
  }
}
