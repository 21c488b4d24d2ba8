package dev.grove.inference.traffic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where a model's requests go, and which of its versions is tried beside them.
 *
 * @param routes shares of the requests; empty: all go to the alias that is followed
 * @param keyColumn the input column whose value keeps a client with its version where the request
 *     has no key of its own; null if none does
 * @param shadow null if no version is tried
 */
public record TrafficRule(List<Share> routes, String keyColumn, Shadow shadow) {
  /**
   * What goes to one alias.
   *
   * @param weight its part of the sum of all weights; 0 and more
   */
  public record Share(String alias, int weight) {}

  /**
   * A version that scores rows which another one has answered.
   *
   * @param sample the share of rows, above 0 and at most 1
   */
  public record Shadow(String alias, double sample) {}

  public TrafficRule {
    routes = List.copyOf(routes);
  }

  /**
   * The alias at a place of the whole.
   *
   * @param place from 0 to below 1
   */
  String route(double place) {
    long sum = routes.stream().mapToLong(Share::weight).sum();
    double left = place * sum;
    for (Share share : routes) {
      left -= share.weight();
      if (left < 0) {
        return share.alias();
      }
    }
    throw new IllegalArgumentException("no place of the whole: " + place);
  }

  /** All that it names. */
  Set<String> aliases() {
    Set<String> aliases = new LinkedHashSet<>();
    routes.forEach(share -> aliases.add(share.alias()));
    if (shadow != null) {
      aliases.add(shadow.alias());
    }
    return aliases;
  }
}
