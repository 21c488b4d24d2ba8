package dev.grove.bundle.features;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.BundleJson;
import java.util.List;

/** The features that are asked for, in order. Nothing is fitted yet. */
public record FeatureSpec(List<Feature> features) {
  /**
   * @throws IllegalArgumentException if a parameter is out of bounds; names the feature's index,
   *     the field and the reason
   */
  public FeatureSpec {
    if (features == null) {
      throw new IllegalArgumentException("features: is missing");
    }
    FeatureCheck.all(
        features,
        (feature, check) -> {
          if (feature == null) {
            throw new IllegalArgumentException("features[" + check.index() + "]: is missing");
          }
          feature.check(check);
        });
    features = List.copyOf(features);
  }

  /**
   * Reads what a user wrote, strictly: an unknown kind, an unknown field or a value of another type
   * is an error.
   *
   * @throws IllegalArgumentException naming the place and the reason
   */
  public static FeatureSpec ofJson(JsonNode json) {
    try {
      FeatureSpec spec = BundleJson.mapper().treeToValue(json, FeatureSpec.class);
      if (spec == null) {
        throw new IllegalArgumentException("features: is missing");
      }
      return spec;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(BundleJson.reason(e), e);
    }
  }

  public JsonNode toJson() {
    return BundleJson.mapper().valueToTree(this);
  }
}
