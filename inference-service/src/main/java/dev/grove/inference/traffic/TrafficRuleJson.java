package dev.grove.inference.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** A rule on the wire and in the registry's tag. */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrafficRuleJson(List<RouteJson> routes, KeyJson key, ShadowJson shadow) {
  /** A share of the requests. */
  public record RouteJson(String alias, int weight) {}

  /** What keeps a client with its version. */
  public record KeyJson(String column) {}

  /** A version that is tried. */
  public record ShadowJson(String alias, double sample) {}

  static TrafficRuleJson of(TrafficRule rule) {
    return new TrafficRuleJson(
        rule.routes().stream().map(share -> new RouteJson(share.alias(), share.weight())).toList(),
        rule.keyColumn() == null ? null : new KeyJson(rule.keyColumn()),
        rule.shadow() == null
            ? null
            : new ShadowJson(rule.shadow().alias(), rule.shadow().sample()));
  }
}
