package dev.grove.registry.search.runs;

import dev.grove.registry.search.Sql;
import dev.grove.registry.tracking.View;
import java.util.List;

/** Which runs a search is about. */
public record RunScope(List<Long> experiments, View view) {
  /** {@code from} with the experiments one by one, as {@code e.id}. */
  void addEach(Sql sql) {
    sql.add("from unnest(?::int8[]) e(id)\n", (Object) ids());
  }

  Long[] ids() {
    return experiments.stream().distinct().toArray(Long[]::new);
  }

  /** A condition for the stages; one by itself is an equation, so that an index keeps its order. */
  void addStages(Sql sql) {
    String[] stages = view.stages();
    if (stages.length == 1) {
      sql.add("lifecycle_stage = ?", stages[0]);
    } else {
      sql.add("lifecycle_stage = any(?)", (Object) stages);
    }
  }
}
