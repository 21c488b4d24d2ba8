package dev.grove.registry.event;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * Events in the form of server-sent events. Texts of JSON have no line breaks, so one line holds
 * them.
 */
final class EventText {
  private static final int RETRY_MILLIS = 1_000;

  private EventText() {}

  /** What a stream begins with: when to come again, and from where, even if nothing happens. */
  static String opening(long position) {
    return "retry: " + RETRY_MILLIS + "\nid: " + position + "\n\n";
  }

  static String of(Event event) {
    String head =
        new JsonObject()
            .put("position", event.position())
            .put("type", event.type())
            .put("model", event.model())
            .put("occurredAt", Instant.ofEpochMilli(event.occurred()).toString())
            .encode();
    return "id: "
        + event.position()
        + "\nevent: "
        + event.type()
        + "\ndata: "
        + head.substring(0, head.length() - 1)
        + ",\"data\":"
        + event.data()
        + "}\n\n";
  }

  /**
   * A comment, and the position that unwanted events have moved on to.
   *
   * @param position negative if it is where the last event was
   */
  static String heartbeat(long position) {
    return ": still here\n" + (position < 0 ? "\n" : "id: " + position + "\n\n");
  }

  static String gone(PositionGone gone) {
    return "event: gone\ndata: "
        + new JsonObject().put("detail", gone.getMessage()).put("oldest", gone.dropped()).encode()
        + "\n\n";
  }
}
