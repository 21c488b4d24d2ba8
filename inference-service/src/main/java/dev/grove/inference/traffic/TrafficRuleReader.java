package dev.grove.inference.traffic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.grove.inference.Refused;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads rules strictly: what is not understood is refused by its field's name. */
final class TrafficRuleReader {
  /** What a registry's tag holds, whoever's registry it is. */
  static final int LONGEST = 4_000;

  private static final int MOST_ROUTES = 10;
  private static final int MOST_WEIGHT = 10_000;
  private static final int LONGEST_NAME = 256;
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private TrafficRuleReader() {}

  /**
   * @throws Refused naming the field and the reason
   */
  static TrafficRule read(String text) {
    if (text.length() > LONGEST) {
      throw Refused.tooLarge("A rule has at most " + LONGEST + " characters");
    }
    JsonNode json = parse(text);
    if (json == null || !json.isObject()) {
      throw Refused.invalid("The rule must be a JSON object");
    }
    checkFields(json, "", Set.of("routes", "key", "shadow"));
    TrafficRule rule =
        new TrafficRule(routes(json.get("routes")), column(json.get("key")), shadow(json));
    if (rule.aliases().isEmpty()) {
      throw Refused.invalid("routes", "there must be routes or a shadow");
    }
    return rule;
  }

  private static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw Refused.invalid("The rule is not valid JSON: " + e.getOriginalMessage());
    }
  }

  private static List<TrafficRule.Share> routes(JsonNode json) {
    if (json == null || json.isNull()) {
      return List.of();
    }
    if (!json.isArray() || json.size() > MOST_ROUTES) {
      throw Refused.invalid("routes", "must be an array of at most " + MOST_ROUTES);
    }
    List<TrafficRule.Share> routes = new ArrayList<>();
    Set<String> aliases = new HashSet<>();
    long sum = 0;
    for (int i = 0; i < json.size(); i++) {
      String place = "routes[" + i + "]";
      JsonNode route = object(json.get(i), place);
      checkFields(route, place + ".", Set.of("alias", "weight"));
      String alias = name(route.get("alias"), place + ".alias");
      JsonNode weight = route.get("weight");
      if (weight == null
          || !weight.isIntegralNumber()
          || !weight.canConvertToInt()
          || weight.intValue() < 0
          || weight.intValue() > MOST_WEIGHT) {
        throw Refused.invalid(place + ".weight", "must be a whole number from 0 to " + MOST_WEIGHT);
      }
      if (!aliases.add(alias)) {
        throw Refused.invalid(place + ".alias", "stands there twice");
      }
      routes.add(new TrafficRule.Share(alias, weight.intValue()));
      sum += weight.intValue();
    }
    if (!routes.isEmpty() && sum == 0) {
      throw Refused.invalid("routes", "at least one weight must be above 0");
    }
    return routes;
  }

  private static String column(JsonNode json) {
    if (json == null || json.isNull()) {
      return null;
    }
    checkFields(object(json, "key"), "key.", Set.of("column"));
    return name(json.get("column"), "key.column");
  }

  private static TrafficRule.Shadow shadow(JsonNode rule) {
    JsonNode json = rule.get("shadow");
    if (json == null || json.isNull()) {
      return null;
    }
    checkFields(object(json, "shadow"), "shadow.", Set.of("alias", "sample"));
    String alias = name(json.get("alias"), "shadow.alias");
    JsonNode sample = json.get("sample");
    if (sample == null) {
      return new TrafficRule.Shadow(alias, 1);
    }
    // Not above 0 is also what is no number.
    if (!sample.isNumber() || !(sample.doubleValue() > 0) || sample.doubleValue() > 1) {
      throw Refused.invalid("shadow.sample", "must be a number above 0 and at most 1");
    }
    return new TrafficRule.Shadow(alias, sample.doubleValue());
  }

  private static JsonNode object(JsonNode json, String field) {
    if (!json.isObject()) {
      throw Refused.invalid(field, "must be an object");
    }
    return json;
  }

  private static String name(JsonNode json, String field) {
    if (json == null || !json.isTextual() || json.textValue().isBlank()) {
      throw Refused.invalid(field, "must be a name");
    }
    if (json.textValue().length() > LONGEST_NAME) {
      throw Refused.invalid(field, "has more than " + LONGEST_NAME + " characters");
    }
    return json.textValue();
  }

  private static void checkFields(JsonNode json, String place, Set<String> known) {
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!known.contains(field)) {
                throw Refused.invalid(place + field, "is not known here");
              }
            });
  }
}
