package dev.grove.registry.logged;

import static dev.grove.registry.postgres.Statements.doubles;
import static dev.grove.registry.postgres.Statements.longs;
import static dev.grove.registry.postgres.Statements.tags;
import static dev.grove.registry.postgres.Statements.texts;

import dev.grove.registry.tracking.Metric;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** Reads logged models: one row each, with parameters, tags and metrics as arrays. */
final class LoggedModelRows {
  private static final String COLUMNS =
      """
      select l.*, p.keys param_keys, p.texts param_values, t.keys tag_keys, t.texts tag_values,
        m.keys metric_keys, m.points metric_values, m.times metric_times, m.steps metric_steps,
        m.runs metric_runs, m.datasets metric_datasets, m.digests metric_digests
      """;

  private static final String LOGGED =
      """
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.logged_model_param p where p.logged_no = l.logged_no) p on true
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.logged_model_tag t where t.logged_no = l.logged_no) t on true
      left join lateral (
        select array_agg(key) keys, array_agg(value) points, array_agg(timestamp) times,
          array_agg(step) steps, array_agg(run_id) runs, array_agg(dataset_name) datasets,
          array_agg(dataset_digest) digests
        from (
          select x.*, r.run_id
          from registry.logged_model_metric x
          join registry.run r on r.run_no = x.run_no
          where x.logged_no = l.logged_no
          order by x.key, x.timestamp, x.step, x.run_no, x.value, x.dataset_name,
            x.dataset_digest) x) m on true
      """;

  static final String SELECT = COLUMNS + "from registry.logged_model l\n" + LOGGED;

  static final String SELECT_PAGE = COLUMNS + "from page l\n" + LOGGED;

  private LoggedModelRows() {}

  static LoggedModel read(ResultSet row) throws SQLException {
    return new LoggedModel(
        row.getString("model_id"),
        row.getLong("experiment_id"),
        row.getString("name"),
        row.getString("model_type"),
        row.getString("source_run_id"),
        LoggedModelStatus.valueOf(row.getString("status")),
        row.getString("artifact_uri"),
        row.getLong("creation_time"),
        row.getLong("last_updated_time"),
        tags(row, "param_keys", "param_values"),
        tags(row, "tag_keys", "tag_values"),
        metrics(row));
  }

  private static List<LoggedModel.Measured> metrics(ResultSet row) throws SQLException {
    List<String> keys = texts(row, "metric_keys");
    List<Double> points = doubles(row, "metric_values");
    List<Long> times = longs(row, "metric_times");
    List<Long> steps = longs(row, "metric_steps");
    List<String> runs = texts(row, "metric_runs");
    List<String> datasets = texts(row, "metric_datasets");
    List<String> digests = texts(row, "metric_digests");
    return IntStream.range(0, keys.size())
        .mapToObj(
            i ->
                new LoggedModel.Measured(
                    new Metric(keys.get(i), points.get(i), times.get(i), steps.get(i)),
                    runs.get(i),
                    datasets.get(i),
                    digests.get(i)))
        .toList();
  }
}
