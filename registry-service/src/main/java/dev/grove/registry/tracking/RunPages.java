package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.Tag;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads many runs at once.
 *
 * <p>One pass over each table's primary key is twice as fast as gathering what belongs to each run
 * into arrays, which is what {@link RunRows} does for one.
 */
final class RunPages {
  private static final String METRICS =
      """
      select run_no, key, value, timestamp, step from registry.latest_metric
      where run_no = any(?) order by run_no, key
      """;

  private static final String PARAMS =
      "select run_no, key, value from registry.param where run_no = any(?) order by run_no, key";

  private static final String TAGS =
      "select run_no, key, value from registry.tag where run_no = any(?) order by run_no, key";

  /** Most runs have neither, and what they have is in seven tables. */
  private static final String WITH_INPUTS_OR_OUTPUTS =
      """
      select run_no from registry.dataset_input where run_no = any(?)
      union select run_no from registry.model_input where run_no = any(?)
      union select run_no from registry.model_output where run_no = any(?)
      """;

  private record Info(long runNo, Run.Info info) {}

  private record Moved(Run.Inputs inputs, List<ModelOutput> outputs) {}

  private static final Moved NOTHING = new Moved(new Run.Inputs(List.of(), List.of()), List.of());

  private final Connection connection;
  private final Long[] numbers;

  private RunPages(Connection connection, List<Long> numbers) {
    this.connection = connection;
    this.numbers = numbers.toArray(Long[]::new);
  }

  /** The runs of these numbers, in their order; one that is gone meanwhile is left out. */
  static List<Run> read(Connection connection, List<Long> numbers) throws SQLException {
    return numbers.isEmpty() ? List.of() : new RunPages(connection, numbers).runs();
  }

  private List<Run> runs() throws SQLException {
    Map<Long, Run.Info> infos = new HashMap<>();
    list(
            connection,
            "select * from registry.run where run_no = any(?)",
            row -> new Info(row.getLong("run_no"), RunRows.info(row)),
            (Object) numbers)
        .forEach(info -> infos.put(info.runNo(), info.info()));
    Map<Long, List<Metric>> metrics = metrics();
    Map<Long, List<Tag>> params = texts(PARAMS);
    Map<Long, List<Tag>> tags = texts(TAGS);
    Map<Long, Moved> moved = moved();
    return Arrays.stream(numbers)
        .map(
            runNo -> {
              Run.Info info = infos.get(runNo);
              Moved inputs = moved.getOrDefault(runNo, NOTHING);
              return info == null
                  ? null
                  : new Run(
                      info,
                      metrics.getOrDefault(runNo, List.of()),
                      params.getOrDefault(runNo, List.of()),
                      tags.getOrDefault(runNo, List.of()),
                      inputs.inputs(),
                      inputs.outputs());
            })
        .filter(Objects::nonNull)
        .toList();
  }

  private Map<Long, List<Metric>> metrics() throws SQLException {
    Map<Long, List<Metric>> metrics = new HashMap<>();
    list(
        connection,
        METRICS,
        row ->
            metrics
                .computeIfAbsent(row.getLong(1), any -> new ArrayList<>())
                .add(
                    new Metric(row.getString(2), row.getDouble(3), row.getLong(4), row.getLong(5))),
        (Object) numbers);
    return metrics;
  }

  private Map<Long, List<Tag>> texts(String sql) throws SQLException {
    Map<Long, List<Tag>> texts = new HashMap<>();
    list(
        connection,
        sql,
        row ->
            texts
                .computeIfAbsent(row.getLong(1), any -> new ArrayList<>())
                .add(new Tag(row.getString(2), row.getString(3))),
        (Object) numbers);
    return texts;
  }

  private Map<Long, Moved> moved() throws SQLException {
    Long[] some =
        list(connection, WITH_INPUTS_OR_OUTPUTS, row -> row.getLong(1), numbers, numbers, numbers)
            .toArray(Long[]::new);
    Map<Long, Moved> moved = new HashMap<>();
    if (some.length > 0) {
      list(
          connection,
          RunRows.SELECT_INPUTS,
          row ->
              moved.put(
                  row.getLong("run_no"),
                  new Moved(RunInputRows.inputs(row), RunInputRows.outputs(row))),
          (Object) some);
    }
    return moved;
  }
}
