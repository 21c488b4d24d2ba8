package dev.grove.registry.model;

import dev.grove.registry.search.Condition;
import dev.grove.registry.search.Operator;
import dev.grove.registry.search.Sql;
import java.util.List;
import java.util.Optional;

/**
 * Whether a search is for prompts, which MLflow keeps among the registered models under a tag.
 *
 * <p>A search that does not ask for them does not find them; what it says of the tag beyond that
 * counts for nothing, because models do not have it.
 *
 * @param filter without what was said of the tag, unless it asks for prompts
 */
record Prompts(boolean wanted, List<Condition> filter) {
  private static final String TAG = "mlflow.prompt.is_prompt";

  static Prompts of(List<Condition> filter) {
    Optional<Condition> first = filter.stream().filter(Prompts::isAbout).findFirst();
    boolean wanted = first.filter(Prompts::asks).isPresent();
    return new Prompts(
        wanted,
        wanted ? filter : filter.stream().filter(condition -> !isAbout(condition)).toList());
  }

  private static boolean isAbout(Condition condition) {
    return condition.field().kind() == dev.grove.registry.search.Field.Kind.TAG
        && condition.field().key().equals(TAG);
  }

  private static boolean asks(Condition condition) {
    return condition instanceof Condition.OfText text
        && (text.operator() == Operator.EQUAL && text.value().equalsIgnoreCase("true")
            || text.operator() == Operator.NOT_EQUAL && text.value().equalsIgnoreCase("false"));
  }

  /** The condition that leaves them out, if it is needed. */
  List<Sql> without(String condition) {
    return wanted ? List.of() : List.of(new Sql().add(condition));
  }
}
