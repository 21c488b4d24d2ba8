package dev.grove.data.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The columns of a version's table in the source's order, without the dropped ones.
 *
 * @param key the column that tells rows apart; null if none was named
 * @param target the column that models predict; null if none was named
 * @param task what the target asks for; null if there is no target or nothing can be learned
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TableSchema(
    List<Column> columns, String key, String target, Task task, Cleaning cleaning) {
  public TableSchema {
    columns = List.copyOf(columns);
  }

  /** The target's place among the columns. */
  public Optional<Integer> targetIndex() {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).name().equals(target))
        .boxed()
        .findFirst();
  }
}
