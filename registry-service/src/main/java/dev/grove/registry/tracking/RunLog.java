package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.NotNullViolation;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Writes metrics, parameters and tags of a run: a batch is one statement, all of it or nothing.
 *
 * <p>Parameters are written once (the same value again is fine), tags overwrite, metrics append and
 * the same point again is no new one. A parameter that would change is set to null, and a point of
 * a logged model that is not there gets no number: both break a constraint, and PostgreSQL takes
 * the whole statement back. Rows go in the order of their keys, so that batches of one run that
 * meet wait for each other and never deadlock.
 */
@ApplicationScoped
public class RunLog {
  private static final String INSERT =
      """
      with active as (
        select run_no, experiment_id, start_time from registry.run
        where run_id = ? and lifecycle_stage = 'active'
        for key share),
      params as (
        insert into registry.param as param (run_no, key, value, experiment_id, started)
        select run_no, p.key, p.value, experiment_id, start_time
        from active, unnest(?::text[], ?::text[]) p(key, value)
        on conflict (run_no, key) do update set value = null
          where param.value <> excluded.value),
      points as (
        insert into registry.metric (run_no, key, value, timestamp, step)
        select run_no, m.key, m.value, m.timestamp, m.step
        from active, unnest(?::text[], ?::float8[], ?::int8[], ?::int8[])
          m(key, value, timestamp, step)
        on conflict do nothing),
      latest as (
        insert into registry.latest_metric as known
          (run_no, key, value, timestamp, step, experiment_id, started)
        select run_no, m.key, m.value, m.timestamp, m.step, experiment_id, start_time
        from active, unnest(?::text[], ?::float8[], ?::int8[], ?::int8[])
          m(key, value, timestamp, step)
        on conflict (run_no, key) do update
          set value = excluded.value, timestamp = excluded.timestamp, step = excluded.step
          where (excluded.step, excluded.timestamp,
              case when excluded.value = 'NaN' then 0 else excluded.value end)
            > (known.step, known.timestamp, case when known.value = 'NaN' then 0 else known.value end)),
      tags as (
        insert into registry.tag (run_no, key, value, experiment_id, started)
        select run_no, t.key, t.value, experiment_id, start_time
        from active, unnest(?::text[], ?::text[]) t(key, value)
        on conflict (run_no, key) do update set value = excluded.value),
      named as (
        update registry.run set name = ? where run_no = (select run_no from active) and ?::text <> '')
      """;

  private static final String MODEL_POINTS =
      """
      , models as (
        select logged_no, model_id from registry.logged_model
        where model_id = any(?) and lifecycle_stage = 'active'
        order by model_id for key share),
      model_points as (
        insert into registry.logged_model_metric
          (logged_no, run_no, key, value, timestamp, step, dataset_name, dataset_digest)
        select l.logged_no, run_no, m.key, m.value, m.timestamp, m.step, m.dataset, m.digest
        from active cross join unnest(?::text[], ?::float8[], ?::int8[], ?::int8[], ?::text[],
            ?::text[], ?::text[]) m(key, value, timestamp, step, model_id, dataset, digest)
        left join models l on l.model_id = m.model_id
        on conflict do nothing)
      """;

  private static final String RUN = "select run_no from active";

  private static final Comparator<Metric> BY_KEY =
      Comparator.comparing(Metric::key).thenComparing(Metric.BY_TIME);

  private final Database database;

  public RunLog(Database database) {
    this.database = database;
  }

  /**
   * What is logged at once.
   *
   * @param single whether the request is about one thing, and no list
   * @param ofModels those metrics that tell of a model too
   */
  public record Batch(
      boolean single,
      List<Metric> metrics,
      List<ModelMetric> ofModels,
      List<Tag> params,
      List<Tag> tags) {
    public static Batch ofTag(Tag tag) {
      return new Batch(true, List.of(), List.of(), List.of(), List.of(tag));
    }

    public static Batch ofParam(Tag param) {
      return new Batch(true, List.of(), List.of(), List.of(param), List.of());
    }
  }

  /**
   * Writes all of it.
   *
   * @throws RegistryException if the run is not active, a parameter has another value already, or a
   *     logged model is not there
   */
  public void write(RunId run, Batch batch) {
    RunLogChecks.metrics(batch.single(), batch.metrics());
    List<Tag> params = RunLogChecks.params(batch.single(), batch.params());
    List<Tag> tags = Tag.lastOfEach(RunLogChecks.tags(batch.single(), batch.tags()));
    boolean plain = batch.ofModels().isEmpty();
    String sql = plain ? INSERT + RUN : INSERT + MODEL_POINTS + RUN;
    List<Object> values = values(run, batch.metrics(), params, tags);
    if (!plain) {
      addModelMetrics(values, batch.ofModels());
    }
    try {
      database.run(
          connection -> {
            if (first(connection, sql, row -> row.getLong(1), values.toArray()).isEmpty()) {
              throw RunStore.notActive(connection, run);
            }
            return run;
          });
    } catch (NotNullViolation e) {
      throw database.run(connection -> RunLogRefusal.of(connection, run, params, batch, e));
    }
  }

  private static List<Object> values(
      RunId run, List<Metric> metrics, List<Tag> params, List<Tag> tags) {
    List<Object> values = new ArrayList<>();
    values.add(run.value());
    values.add(Tag.keys(params));
    values.add(Tag.values(params));
    addMetrics(values, metrics.stream().sorted(BY_KEY).toList());
    addMetrics(values, latest(metrics));
    values.add(Tag.keys(tags));
    values.add(Tag.values(tags));
    String name =
        tags.stream()
            .filter(tag -> tag.key().equals(RunStore.NAME_TAG))
            .map(Tag::value)
            .findFirst()
            .orElse("");
    values.add(name);
    values.add(name);
    return values;
  }

  private static void addModelMetrics(List<Object> values, List<ModelMetric> metrics) {
    List<ModelMetric> sorted =
        metrics.stream()
            .sorted(
                Comparator.comparing((ModelMetric metric) -> metric.model().value())
                    .thenComparing(ModelMetric::point, BY_KEY))
            .toList();
    values.add(
        sorted.stream().map(metric -> metric.model().value()).distinct().toArray(String[]::new));
    addMetrics(values, sorted.stream().map(ModelMetric::point).toList());
    values.add(sorted.stream().map(metric -> metric.model().value()).toArray(String[]::new));
    values.add(sorted.stream().map(ModelMetric::dataset).toArray(String[]::new));
    values.add(sorted.stream().map(ModelMetric::digest).toArray(String[]::new));
  }

  private static void addMetrics(List<Object> values, Collection<Metric> metrics) {
    values.add(metrics.stream().map(Metric::key).toArray(String[]::new));
    values.add(metrics.stream().map(Metric::value).toArray(Double[]::new));
    values.add(metrics.stream().map(Metric::timestamp).toArray(Long[]::new));
    values.add(metrics.stream().map(Metric::step).toArray(Long[]::new));
  }

  private static Collection<Metric> latest(List<Metric> metrics) {
    Map<String, Metric> latest = new TreeMap<>();
    metrics.forEach(
        metric -> latest.merge(metric.key(), metric, BinaryOperator.maxBy(Metric.BY_TIME)));
    return latest.values();
  }
}
