package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * Writes metrics, parameters and tags of a run: a batch is one statement, all of it or nothing.
 *
 * <p>Parameters are written once (the same value again is fine), tags overwrite, metrics append and
 * the same point again is no new one. Rows go in the order of their keys, so that batches of one
 * run that meet wait for each other and never deadlock.
 */
@ApplicationScoped
public class RunLog {
  private static final String INSERT =
      """
      with active as (
        select run_no, experiment_id, start_time from registry.run
        where run_id = ? and lifecycle_stage = 'active'),
      params as (
        insert into registry.param (run_no, key, value, experiment_id, started)
        select run_no, p.key, p.value, experiment_id, start_time
        from active, unnest(?::text[], ?::text[]) p(key, value)
        on conflict do nothing
        returning key),
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
      select run_no, (select count(*) from params) params from active
      """;

  private static final Comparator<Metric> BY_KEY =
      Comparator.comparing(Metric::key).thenComparing(Metric.BY_TIME);

  private final Database database;

  public RunLog(Database database) {
    this.database = database;
  }

  /** Checks keys and cuts values as MLflow does. */
  static List<Tag> checkedTags(List<Tag> tags) {
    return checked("tags", Limits.RUN_TAG, tags);
  }

  private static List<Tag> checked(String what, int limit, List<Tag> tags) {
    List<Tag> result = new ArrayList<>();
    for (int i = 0; i < tags.size(); i++) {
      Tag tag = tags.get(i);
      Limits.key(what + "[" + i + "].key", tag.key());
      result.add(new Tag(tag.key(), Limits.cut(limit, tag.value())));
    }
    return result;
  }

  /**
   * Writes all of it.
   *
   * @throws RegistryException if the run is not active, or a parameter has another value already
   */
  public void write(RunId run, List<Metric> metrics, List<Tag> params, List<Tag> tags) {
    checkMetrics(metrics);
    List<Tag> sorted = sortedOnce(checked("params", Limits.PARAMETER_VALUE, params));
    List<Tag> lastTags = Tag.lastOfEach(checkedTags(tags));
    Object[] values = values(run, metrics, sorted, lastTags);
    if (sorted.isEmpty()) {
      database.run(connection -> insert(connection, run, values));
    } else {
      database.transaction(
          connection -> {
            Row row = insert(connection, run, values);
            if (row.params() < sorted.size()) {
              refuseChanges(connection, run, row.runNo(), sorted);
            }
            return row;
          });
    }
  }

  private record Row(long runNo, long params) {}

  private static Row insert(Connection connection, RunId run, Object[] values) throws SQLException {
    Row row =
        first(connection, INSERT, r -> new Row(r.getLong(1), r.getLong(2)), values).orElse(null);
    if (row == null) {
      throw RunStore.notActive(connection, run);
    }
    return row;
  }

  private static Object[] values(
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
    return values.toArray();
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

  private static void checkMetrics(List<Metric> metrics) {
    for (int i = 0; i < metrics.size(); i++) {
      Metric metric = metrics.get(i);
      Limits.key("metrics[" + i + "].name", metric.key());
      if (metric.timestamp() < 0) {
        throw RegistryException.invalidValue(
            "metrics[" + i + "].timestamp",
            Long.toString(metric.timestamp()),
            "Timestamp must be a nonnegative long (64-bit integer)");
      }
    }
  }

  private static List<Tag> sortedOnce(List<Tag> params) {
    Map<String, Tag> once = new TreeMap<>();
    List<String> twice = new ArrayList<>();
    for (Tag param : params) {
      if (once.put(param.key(), param) != null) {
        twice.add(param.key());
      }
    }
    if (!twice.isEmpty()) {
      throw RegistryException.invalid(
          "Duplicate parameter keys have been submitted: "
              + twice
              + ". Please ensure the request contains only one param value per param key.");
    }
    return List.copyOf(once.values());
  }

  private static void refuseChanges(Connection connection, RunId run, long runNo, List<Tag> params)
      throws SQLException {
    Map<String, String> known = new HashMap<>();
    list(
            connection,
            "select key, value from registry.param where run_no = ? and key = any(?)",
            row -> new Tag(row.getString(1), row.getString(2)),
            runNo,
            Tag.keys(params))
        .forEach(param -> known.put(param.key(), param.value()));
    for (Tag param : params) {
      String old = known.get(param.key());
      if (!param.value().equals(old)) {
        throw RegistryException.invalid(
            "Changing param values is not allowed. Param with key='"
                + param.key()
                + "' was already logged with value='"
                + old
                + "' for run ID='"
                + run
                + "'. Attempted logging new value '"
                + param.value()
                + "'.");
      }
    }
  }
}
