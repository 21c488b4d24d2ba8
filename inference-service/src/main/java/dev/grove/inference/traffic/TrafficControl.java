package dev.grove.inference.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.Catalogue;
import dev.grove.inference.serving.FollowedAliases;
import dev.grove.inference.serving.ModelTags;
import dev.grove.inference.serving.RegisteredModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;

/** Sets rules where all replicas find them, and shows how this one fares with them. */
@Singleton
final class TrafficControl {
  private static final String TAG = "grove.traffic";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Catalogue catalogue;
  private final FollowedAliases aliases;
  private final TrafficRules rules;
  private final ModelTags tags;

  @Inject
  TrafficControl(Catalogue catalogue, FollowedAliases aliases, TrafficRules rules, ModelTags tags) {
    this.catalogue = catalogue;
    this.aliases = aliases;
    this.rules = rules;
    this.tags = tags;
  }

  TrafficJson state(String name) {
    RegisteredModel model = catalogue.require(name);
    return rules
        .find(name)
        .map(traffic -> TrafficJson.of(model, traffic, aliases))
        .orElseGet(() -> TrafficJson.none(name));
  }

  /**
   * Returns when the registry keeps the rule and this process follows it.
   *
   * @throws Refused if it is no rule, or names what the model does not have
   */
  void set(String name, String text) {
    TrafficRule rule = TrafficRuleReader.read(text);
    RegisteredModel model = tags.model(name);
    List<TrafficRule.Share> routes = rule.routes();
    for (int i = 0; i < routes.size(); i++) {
      checkAlias(model, routes.get(i).alias(), "routes[" + i + "].alias");
    }
    if (rule.shadow() != null) {
      checkAlias(model, rule.shadow().alias(), "shadow.alias");
    }
    tags.set(name, TAG, json(rule));
  }

  private static void checkAlias(RegisteredModel model, String alias, String field) {
    if (model.promoted(alias).isEmpty()) {
      throw Refused.invalid(field, "the model has no alias '" + alias + "'");
    }
  }

  private static String json(TrafficRule rule) {
    try {
      return JSON.writeValueAsString(TrafficRuleJson.of(rule));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  void remove(String name) {
    tags.delete(name, TAG);
  }
}
