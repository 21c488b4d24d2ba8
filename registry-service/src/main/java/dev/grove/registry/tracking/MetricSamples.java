package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Points of one metric from several runs at once, for charts. */
@ApplicationScoped
public class MetricSamples {
  private static final String FIRST =
      """
      select r.run_id, m.key, m.value, m.timestamp, m.step
      from registry.metric m join registry.run r on r.run_no = m.run_no
      where r.run_id = any(?) and m.key = ?
      order by r.run_id, m.timestamp, m.step, m.value
      limit ?
      """;

  /**
   * Cuts each run's points into as many buckets as there may be results, and takes the first point
   * of each, but of the last bucket its last point.
   */
  private static final String SPREAD =
      """
      select run_id, key, value, timestamp, step from (
        select b.*, lag(bucket) over points before, lead(bucket) over points after
        from (
          select w.n, w.run_id, m.*, ntile(?) over points bucket
          from unnest(?::text[]) with ordinality w(run_id, n)
          join registry.run r on r.run_id = w.run_id
          join registry.metric m on m.run_no = r.run_no and m.key = ?
          where m.step between ? and ?
          window points as (partition by w.n order by m.step, m.timestamp, m.value)) b
        window points as (partition by n order by step, timestamp, value)) c
      where after is null or bucket < ? and bucket is distinct from before
      order by n, step, timestamp, value
      """;

  private final Database database;

  public MetricSamples(Database database) {
    this.database = database;
  }

  /** A point and its run. */
  public record Sample(String runId, Metric point) {}

  /** Steps from {@code first} to {@code last}, both among them. */
  public record Interval(long first, long last) {
    static final Interval ALL = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /**
   * The points by run, timestamp, step and value, as many as there may be; unknown runs have none.
   */
  public List<Sample> first(List<String> runs, String key, int most) {
    return database.run(
        connection ->
            list(connection, FIRST, MetricSamples::read, runs.toArray(String[]::new), key, most));
  }

  /**
   * Evenly chosen points of each run, by step, with its first and its last one.
   *
   * @param most how many points of a run; of one alone it is the last
   */
  public List<Sample> spread(List<String> runs, String key, Optional<Interval> steps, int most) {
    Interval interval = steps.orElse(Interval.ALL);
    return database.run(
        connection ->
            list(
                connection,
                SPREAD,
                MetricSamples::read,
                most,
                runs.toArray(String[]::new),
                key,
                interval.first(),
                interval.last(),
                most));
  }

  private static Sample read(ResultSet row) throws SQLException {
    return new Sample(
        row.getString(1),
        new Metric(row.getString(2), row.getDouble(3), row.getLong(4), row.getLong(5)));
  }
}
