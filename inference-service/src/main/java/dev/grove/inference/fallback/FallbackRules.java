package dev.grove.inference.fallback;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;

/** Each model's rule. */
@Singleton
public final class FallbackRules {
  private final FallbackRule all;
  private final Map<String, FallbackRule> models;

  @Inject
  public FallbackRules(FallbackConfig config) {
    this.all = rule(config.all(), FallbackRule.NEVER);
    Map<String, FallbackRule> own = new HashMap<>();
    config.models().forEach((name, rule) -> own.put(name, rule(rule, all)));
    this.models = Map.copyOf(own);
  }

  /** The same rule for every model. */
  public FallbackRules(FallbackRule all) {
    this.all = all;
    this.models = Map.of();
  }

  FallbackRule of(String model) {
    return models.getOrDefault(model, all);
  }

  private static FallbackRule rule(FallbackConfig.Rule rule, FallbackRule otherwise) {
    return new FallbackRule(
        rule.underDrift().orElse(otherwise.underDrift()),
        rule.belowConfidence().orElse(otherwise.belowConfidence()));
  }
}
