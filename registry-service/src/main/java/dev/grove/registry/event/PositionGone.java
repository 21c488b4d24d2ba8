package dev.grove.registry.event;

/** The events that follow a position are kept no longer. */
public final class PositionGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long position;
  private final long dropped;

  PositionGone(long position, long dropped) {
    super(
        "The events after position "
            + position
            + " are no longer kept; the oldest that can be read follow position "
            + dropped
            + ". Read the present state, then go on from there or from 'latest'.");
    this.position = position;
    this.dropped = dropped;
  }

  public long position() {
    return position;
  }

  /** The least position from which all events can be read. */
  public long dropped() {
    return dropped;
  }
}
