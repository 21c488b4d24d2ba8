package dev.grove.registry.promotion;

import java.util.Locale;

/** The door that a decision came through. */
enum Via {
  /** {@code /promotions}. */
  PROMOTIONS,
  /** MLflow's calls that set and delete an alias. */
  ALIAS,
  /** MLflow's {@code transition-stage}. */
  STAGE,
  /** MLflow's calls that rename and delete. */
  MODEL;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
