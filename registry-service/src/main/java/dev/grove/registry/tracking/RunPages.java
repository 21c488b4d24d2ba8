package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.Tag;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads many runs at once.
 *
 * <p>One pass over each table's primary key, all in one statement, takes half the time of gathering
 * what belongs to each run into arrays, which is what {@link RunRows} does for one.
 */
final class RunPages {
  private static final String INFOS = "select * from registry.run where run_no = any(?)";

  /** Most runs have neither inputs nor outputs, and what they have is in seven tables. */
  private static final String LOGGED =
      """
      select 'm' kind, run_no, key, null as words, value, timestamp, step
      from registry.latest_metric where run_no = any(?)
      union all select 'p', run_no, key, value, null, null, null
      from registry.param where run_no = any(?)
      union all select 't', run_no, key, value, null, null, null
      from registry.tag where run_no = any(?)
      union all select 'i', run_no, null, null, null, null, null
      from registry.dataset_input where run_no = any(?)
      union all select 'i', run_no, null, null, null, null, null
      from registry.model_input where run_no = any(?)
      union all select 'i', run_no, null, null, null, null, null
      from registry.model_output where run_no = any(?)
      """;

  /** A run as it is read. */
  private static final class Draft {
    private Run.Info info;
    private final List<Metric> metrics = new ArrayList<>();
    private final List<Tag> params = new ArrayList<>();
    private final List<Tag> tags = new ArrayList<>();
    private boolean moved;
    private Run.Inputs inputs = new Run.Inputs(List.of(), List.of());
    private List<ModelOutput> outputs = List.of();

    private Run run() {
      metrics.sort(Comparator.comparing(Metric::key));
      params.sort(Comparator.comparing(Tag::key));
      tags.sort(Comparator.comparing(Tag::key));
      return new Run(
          info, List.copyOf(metrics), List.copyOf(params), List.copyOf(tags), inputs, outputs);
    }
  }

  private final Map<Long, Draft> drafts = new HashMap<>();

  private RunPages() {}

  /** The runs of these numbers, in their order; one that is gone meanwhile is left out. */
  static List<Run> read(Connection connection, List<Long> numbers) throws SQLException {
    return numbers.isEmpty() ? List.of() : new RunPages().runs(connection, numbers);
  }

  private List<Run> runs(Connection connection, List<Long> numbers) throws SQLException {
    numbers.forEach(runNo -> drafts.put(runNo, new Draft()));
    Long[] all = numbers.toArray(Long[]::new);
    list(connection, INFOS, this::addInfo, (Object) all);
    list(connection, LOGGED, this::addLogged, all, all, all, all, all, all);
    Long[] moved = numbers.stream().filter(runNo -> drafts.get(runNo).moved).toArray(Long[]::new);
    if (moved.length > 0) {
      list(connection, RunRows.SELECT_INPUTS, this::addInputs, (Object) moved);
    }
    return numbers.stream()
        .map(drafts::get)
        .filter(draft -> draft.info != null)
        .map(Draft::run)
        .toList();
  }

  private Draft addInfo(ResultSet row) throws SQLException {
    Draft draft = drafts.get(row.getLong("run_no"));
    draft.info = RunRows.info(row);
    return draft;
  }

  private Draft addLogged(ResultSet row) throws SQLException {
    Draft draft = drafts.get(row.getLong(2));
    switch (row.getString(1)) {
      case "m" ->
          draft.metrics.add(
              new Metric(row.getString(3), row.getDouble(5), row.getLong(6), row.getLong(7)));
      case "p" -> draft.params.add(new Tag(row.getString(3), row.getString(4)));
      case "t" -> draft.tags.add(new Tag(row.getString(3), row.getString(4)));
      default -> draft.moved = true;
    }
    return draft;
  }

  private Draft addInputs(ResultSet row) throws SQLException {
    Draft draft = drafts.get(row.getLong("run_no"));
    draft.inputs = RunInputRows.inputs(row);
    draft.outputs = RunInputRows.outputs(row);
    return draft;
  }
}
