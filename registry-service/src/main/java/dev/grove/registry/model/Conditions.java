package dev.grove.registry.model;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Comparison;
import dev.grove.registry.search.Comparison.Entity;
import dev.grove.registry.search.Comparison.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Conditions of a search as constant SQL with values to bind. */
final class Conditions {
  /** Registered models without it are no prompts, and so {@code != 'true'} holds for them. */
  private static final String PROMPT_TAG = "mlflow.prompt.is_prompt";

  private final List<String> clauses = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();

  private Conditions() {}

  static Conditions ofModels(List<Comparison> filter) {
    return of(
        filter,
        Map.of("name", "m.name"),
        "exists (select 1 from registry.registered_model_tag x where x.model_no = m.model_no"
            + " and x.key = ? and x.value ");
  }

  static Conditions ofVersions(List<Comparison> filter) {
    return of(
        filter,
        Map.of("name", "m.name", "run_id", "v.run_id", "source_path", "v.source"),
        "exists (select 1 from registry.model_version_tag x where x.model_no = v.model_no"
            + " and x.version = v.version and x.key = ? and x.value ");
  }

  private static Conditions of(
      List<Comparison> filter, Map<String, String> columns, String hasTag) {
    Conditions conditions = new Conditions();
    for (Comparison comparison : filter) {
      if (comparison.entity() == Entity.TAG) {
        conditions.addTag(comparison, hasTag);
      } else {
        conditions.addAttribute(comparison, columns);
      }
    }
    return conditions;
  }

  private void addAttribute(Comparison comparison, Map<String, String> columns) {
    String column = columns.get(comparison.key());
    if (column == null) {
      throw RegistryException.invalid(
          "Invalid attribute key '"
              + comparison.key()
              + "' specified. Valid keys are "
              + columns.keySet().stream().sorted().toList()
              + ".");
    }
    add(column + " " + comparison.operator().sql() + " ?", comparison.value());
  }

  private void addTag(Comparison comparison, String hasTag) {
    if (comparison.key().equals(PROMPT_TAG) && comparison.operator() == Operator.NOT_EQUAL) {
      add("not " + hasTag + "= ?)", comparison.key(), comparison.value());
    } else {
      add(hasTag + comparison.operator().sql() + " ?)", comparison.key(), comparison.value());
    }
  }

  void add(String clause, Object... bound) {
    clauses.add(clause);
    values.addAll(List.of(bound));
  }

  /** The where clause, or nothing. */
  String where() {
    return clauses.isEmpty() ? "" : "where " + String.join("\n  and ", clauses) + "\n";
  }

  Object[] valuesAnd(Object last) {
    List<Object> all = new ArrayList<>(values);
    all.add(last);
    return all.toArray();
  }
}
