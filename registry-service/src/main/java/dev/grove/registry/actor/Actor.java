package dev.grove.registry.actor;

/**
 * Who asks for something, by the name that the request gives.
 *
 * @param verified whether somebody has made sure of the name; nobody does before there is
 *     authentication
 */
public record Actor(String name, boolean verified) {
  /** Whoever gave no name. */
  public static final Actor ANONYMOUS = new Actor("anonymous", false);

  static final int LONGEST_NAME = 256;

  /** Whether it can be told from others. */
  public boolean isNamed() {
    return !name.equals(ANONYMOUS.name);
  }
}
