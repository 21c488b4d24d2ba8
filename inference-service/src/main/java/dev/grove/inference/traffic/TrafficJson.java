package dev.grove.inference.traffic;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.grove.inference.serving.FollowedAliases;
import dev.grove.inference.serving.RegisteredModel;
import dev.grove.inference.serving.ServedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A model's rule and how this process fares with it.
 *
 * @param rule absent where there is none
 * @param error why the registry's tag is no rule
 * @param since when this process learnt of the rule; all counts begin then
 * @param fellBack requests whose alias had no version that could answer at once
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TrafficJson(
    String model,
    TrafficRuleJson rule,
    String error,
    Instant since,
    List<RouteStateJson> routes,
    Long fellBack,
    ShadowStateJson shadow) {

  /** How an alias of the rule stands. */
  public enum AliasState {
    /** Its version answers. */
    READY,
    /** Its version is on its way, or failed: see the model's versions. */
    LOADING,
    /** The registry has no such alias any more. */
    MISSING;

    static AliasState of(RegisteredModel model, ServedModel ready, String alias) {
      if (ready != null) {
        return READY;
      }
      return model.promoted(alias).isPresent() ? LOADING : MISSING;
    }

    @com.fasterxml.jackson.annotation.JsonValue
    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An alias with the requests that it answered. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RouteStateJson(
      String alias, Integer weight, AliasState state, String version, long answered) {}

  /** What became of the rows that the shadow was to score. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ShadowStateJson(
      String alias,
      AliasState state,
      String version,
      double sample,
      long dropped,
      long skipped,
      long failed,
      List<ComparisonJson> comparisons) {}

  static TrafficJson none(String model) {
    return new TrafficJson(model, null, null, null, null, null, null);
  }

  static TrafficJson of(RegisteredModel model, ModelTraffic traffic, FollowedAliases aliases) {
    TrafficRule rule = traffic.rule();
    if (rule == null) {
      return new TrafficJson(
          model.name(), null, traffic.error(), traffic.since(), null, null, null);
    }
    return new TrafficJson(
        model.name(),
        TrafficRuleJson.of(rule),
        null,
        traffic.since(),
        routes(model, traffic, aliases),
        traffic.fellBack().sum(),
        rule.shadow() == null ? null : shadow(model, traffic, aliases));
  }

  private static List<RouteStateJson> routes(
      RegisteredModel model, ModelTraffic traffic, FollowedAliases aliases) {
    List<RouteStateJson> routes = new ArrayList<>();
    Map<String, Long> counts = traffic.counts();
    for (TrafficRule.Share share : traffic.rule().routes()) {
      long answered = counts.getOrDefault(share.alias(), 0L);
      routes.add(route(model, share.alias(), share.weight(), answered, aliases));
      counts.remove(share.alias());
    }
    // The one that answers for others, where it is no part of the rule.
    counts.forEach((alias, answered) -> routes.add(route(model, alias, null, answered, aliases)));
    return routes;
  }

  private static RouteStateJson route(
      RegisteredModel model, String alias, Integer weight, long answered, FollowedAliases aliases) {
    ServedModel ready = aliases.ready(model.name(), alias).orElse(null);
    return new RouteStateJson(
        alias, weight, AliasState.of(model, ready, alias), version(ready), answered);
  }

  private static ShadowStateJson shadow(
      RegisteredModel model, ModelTraffic traffic, FollowedAliases aliases) {
    TrafficRule.Shadow shadow = traffic.rule().shadow();
    ServedModel ready = aliases.ready(model.name(), shadow.alias()).orElse(null);
    ShadowCounts counts = traffic.shadow();
    return new ShadowStateJson(
        shadow.alias(),
        AliasState.of(model, ready, shadow.alias()),
        version(ready),
        shadow.sample(),
        counts.dropped(),
        counts.skipped(),
        counts.failed(),
        counts.comparisons());
  }

  private static String version(ServedModel ready) {
    return ready == null ? null : ready.version();
  }
}
