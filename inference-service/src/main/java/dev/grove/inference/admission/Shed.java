package dev.grove.inference.admission;

import java.util.Locale;

/** Why a request is not worked on. */
enum Shed {
  /** As many wait as may. */
  QUEUE_FULL(429, "Too many requests wait already"),
  /** Its turn would come too late for anybody. */
  WAIT_TOO_LONG(429, "All workers are busy, and its turn would come too late"),
  /** Its turn would come too late for this client. */
  DEADLINE_TOO_NEAR(429, "All workers are busy, and its turn would come after its deadline"),
  /** Others need the place that a client with many waiting requests held. */
  PUSHED_OUT(429, "This client has more requests waiting than its share"),
  /** The client waits no longer. */
  DEADLINE_PASSED(504, "The deadline has passed before any work was begun");

  private final int status;
  private final String detail;
  private final String tag = name().toLowerCase(Locale.ROOT);

  Shed(int status, String detail) {
    this.status = status;
    this.detail = detail;
  }

  int status() {
    return status;
  }

  String title() {
    return status == 504 ? "Deadline exceeded" : "Too many requests";
  }

  String detail() {
    return detail;
  }

  /** Its name in metrics. */
  String tag() {
    return tag;
  }
}
