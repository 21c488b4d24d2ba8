package dev.grove.registry.promotion;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.util.List;
import java.util.stream.Collectors;

/** How a policy's refusal is told to MLflow's clients. */
final class Refusals {
  private Refusals() {}

  static RegistryException gates(
      LockedModel model, String alias, int version, List<GateResult> results) {
    String failed =
        results.stream()
            .filter(result -> !result.passed())
            .map(GateResult::sentence)
            .collect(Collectors.joining("; "));
    return new RegistryException(
        ErrorCode.PERMISSION_DENIED,
        "The promotion policy of model '"
            + model.name()
            + "' keeps alias '"
            + alias
            + "' from version "
            + version
            + ": "
            + failed
            + ". Ask with POST /promotions.");
  }

  static RegistryException held(LockedModel model, String alias, int version) {
    return new RegistryException(
        ErrorCode.PERMISSION_DENIED,
        "The promotion policy of model '"
            + model.name()
            + "' protects alias '"
            + alias
            + "', which points to version "
            + version
            + ". Move it with POST /promotions, or remove the policy with DELETE"
            + " /promotions/policies/"
            + model.name()
            + ".");
  }
}
