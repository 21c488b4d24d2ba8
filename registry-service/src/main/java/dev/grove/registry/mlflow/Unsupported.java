package dev.grove.registry.mlflow;

import dev.grove.registry.RegistryException;
import java.util.Arrays;

/** Refuses parameters that would otherwise change nothing in silence. */
final class Unsupported {
  private Unsupported() {}

  static void refuse(Fields request, String... names) {
    for (String name : names) {
      if (request.isGiven(name)) {
        throw RegistryException.invalid("Parameter '" + name + "' is not supported here.");
      }
    }
  }

  /** Refuses an order that is not the one that the list has. */
  static void refuseOrderOtherThan(Fields request, String... orders) {
    for (String order : request.texts("order_by")) {
      if (Arrays.stream(orders).noneMatch(order.strip()::equalsIgnoreCase)) {
        throw RegistryException.invalid(
            "Invalid order_by clause '" + order + "'. Supported is " + orders[0] + ".");
      }
    }
  }
}
