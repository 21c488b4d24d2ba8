package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.doubles;
import static dev.grove.registry.postgres.Statements.longs;
import static dev.grove.registry.postgres.Statements.tags;
import static dev.grove.registry.postgres.Statements.texts;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/** Reads runs: one row each, with what was logged to it as arrays. */
final class RunRows {
  private static final String COLUMNS =
      """
      select r.*, m.keys metric_keys, m.points metric_values, m.times metric_times,
        m.steps metric_steps, p.keys param_keys, p.texts param_values, t.keys tag_keys,
        t.texts tag_values,
      """;

  private static final String INPUT_COLUMNS =
      """
        i.*, j.datasets tag_datasets, j.keys input_tag_keys,
        j.texts input_tag_values, a.ids model_inputs, b.ids model_outputs, b.steps output_steps
      """;

  private static final String LOGGED =
      """
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) points,
          array_agg(timestamp order by key) times, array_agg(step order by key) steps
        from registry.latest_metric m where m.run_no = r.run_no) m on true
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.param p where p.run_no = r.run_no) p on true
      left join lateral (
        select array_agg(key order by key) keys, array_agg(value order by key) texts
        from registry.tag t where t.run_no = r.run_no) t on true
      """;

  private static final String INPUTS =
      """
      left join lateral (
        select array_agg(d.dataset_no order by d.dataset_no) dataset_numbers,
          array_agg(d.name order by d.dataset_no) dataset_names,
          array_agg(d.digest order by d.dataset_no) dataset_digests,
          array_agg(d.source_type order by d.dataset_no) dataset_source_types,
          array_agg(d.source order by d.dataset_no) dataset_sources,
          array_agg(d.schema order by d.dataset_no) dataset_schemas,
          array_agg(d.profile order by d.dataset_no) dataset_profiles
        from registry.dataset_input x join registry.dataset d on d.dataset_no = x.dataset_no
        where x.run_no = r.run_no) i on true
      left join lateral (
        select array_agg(dataset_no order by dataset_no, key) datasets,
          array_agg(key order by dataset_no, key) keys,
          array_agg(value order by dataset_no, key) texts
        from registry.dataset_input_tag j where j.run_no = r.run_no) j on true
      left join lateral (
        select array_agg(model_id order by model_id) ids
        from registry.model_input a where a.run_no = r.run_no) a on true
      left join lateral (
        select array_agg(model_id order by step, model_id) ids,
          array_agg(step order by step, model_id) steps
        from registry.model_output b where b.run_no = r.run_no) b on true
      """;

  static final String SELECT = COLUMNS + INPUT_COLUMNS + "from registry.run r\n" + LOGGED + INPUTS;

  /** Only what runs read and made, by their numbers. */
  static final String SELECT_INPUTS =
      "select r.run_no,\n" + INPUT_COLUMNS + "from unnest(?::int8[]) r(run_no)\n" + INPUTS;

  private RunRows() {}

  static Run run(ResultSet row) throws SQLException {
    List<String> keys = texts(row, "metric_keys");
    List<Double> points = doubles(row, "metric_values");
    List<Long> times = longs(row, "metric_times");
    List<Long> steps = longs(row, "metric_steps");
    return new Run(
        info(row),
        IntStream.range(0, keys.size())
            .mapToObj(i -> new Metric(keys.get(i), points.get(i), times.get(i), steps.get(i)))
            .toList(),
        tags(row, "param_keys", "param_values"),
        tags(row, "tag_keys", "tag_values"),
        RunInputRows.inputs(row),
        RunInputRows.outputs(row));
  }

  static Run.Info info(ResultSet row) throws SQLException {
    long ended = row.getLong("end_time");
    boolean running = row.wasNull();
    return new Run.Info(
        row.getString("run_id"),
        row.getLong("experiment_id"),
        row.getString("name"),
        row.getString("user_id"),
        RunStatus.valueOf(row.getString("status")),
        row.getLong("start_time"),
        running ? OptionalLong.empty() : OptionalLong.of(ended),
        row.getString("artifact_uri"),
        LifecycleStage.of(row.getString("lifecycle_stage")));
  }
}
