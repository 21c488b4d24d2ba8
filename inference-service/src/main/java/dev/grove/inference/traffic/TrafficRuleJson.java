package dev.grove.inference.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/** A rule on the wire and in the registry's tag. */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrafficRuleJson(List<RouteJson> routes, KeyJson key, ShadowJson shadow) {
  /** A share of the requests. */
  @RegisterForReflection
  public record RouteJson(String alias, int weight) {}

  /** What keeps a client with its version. */
  @RegisterForReflection
  public record KeyJson(String column) {}

  /** A version that is tried. */
  @RegisterForReflection
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
