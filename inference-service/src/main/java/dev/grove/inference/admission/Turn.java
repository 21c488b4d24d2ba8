package dev.grove.inference.admission;

/** A request that works, or waits for its turn. A lane calls the two methods outside its lock. */
abstract class Turn {
  private final int cost;
  private final Deadline deadline;
  private final long arrived;

  /** When it began; guarded by the lane. */
  long begunAt;

  /** Where it waits, or null; guarded by the lane. */
  ClientQueue waitsIn;

  /** Whether it holds one of the lane's places; guarded by the lane. */
  boolean working;

  /**
   * @param cost relative to the lane's other turns, at least 1
   * @param deadline or null
   */
  Turn(int cost, Deadline deadline, long arrived) {
    this.cost = cost;
    this.deadline = deadline;
    this.arrived = arrived;
  }

  /** Its turn has come after it waited. */
  abstract void begin();

  /** Its turn will not come. */
  abstract void shed(Shed why, long retryAfterNanos);

  /** Whether its client has hung up, which nobody may have told. */
  abstract boolean isGone();

  /** Whose turn it is; asked only where it matters. */
  abstract String client();

  int cost() {
    return cost;
  }

  Deadline deadline() {
    return deadline;
  }

  long arrived() {
    return arrived;
  }

  boolean isPastDeadline(long now) {
    return deadline != null && deadline.isPast(now);
  }
}
