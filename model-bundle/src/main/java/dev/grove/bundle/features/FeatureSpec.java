package dev.grove.bundle.features;

import java.util.List;

/** The features that are asked for, in order. Nothing is fitted yet. */
public record FeatureSpec(List<Feature> features) {
  public FeatureSpec {
    features = List.copyOf(features);
  }
}
