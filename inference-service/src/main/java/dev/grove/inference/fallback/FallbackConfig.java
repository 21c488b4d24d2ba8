package dev.grove.inference.fallback;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When another answers although the model could. That one answers whenever the model cannot needs
 * no setting.
 */
@ConfigMapping(prefix = "grove.fallback")
public interface FallbackConfig {
  /** For every model that has no rule of its own. */
  @WithParentName
  Rule all();

  /** By the model's name; what is missing there is as for all. */
  Map<String, Rule> models();

  /** When another answers. */
  interface Rule {
    /** Who answers while the drift of a model's inputs is severe; missing: the model. */
    Optional<UnderDrift> underDrift();

    /**
     * From 0 to 1. Where the model is less confident than this and the fallback forest is not, the
     * forest answers; missing: never.
     */
    OptionalDouble belowConfidence();
  }
}
