package dev.grove.registry.event;

/**
 * A change that was committed, at its place in the one order of all.
 *
 * @param occurred milliseconds since 1970
 * @param data what changed, as a JSON object
 */
public record Event(long position, long occurred, String type, String model, String data) {
  /** What the event weighs in memory, roughly. */
  int size() {
    return 200 + 2 * (type.length() + model.length() + data.length());
  }
}
